"""The files of packages: their manifest, their parts, and every check before anything of one is handed out."""
