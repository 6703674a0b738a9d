"""How far therapists have come towards written rules: all of them, and each requirement of one."""
