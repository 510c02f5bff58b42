"""Records: what a run was. Nothing below this storey knows that it is watched."""
