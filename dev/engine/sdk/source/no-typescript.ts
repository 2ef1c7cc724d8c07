// Calls use the scanner's classes, never the scanner: the compiler stays out of what each call loads.
export default {}
