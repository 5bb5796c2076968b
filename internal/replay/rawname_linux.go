package replay

// rawNames: Linux takes any bytes as a file's name.
const rawNames = true
