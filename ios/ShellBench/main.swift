/// How fast the shell's side of the core is, as lines of JSON:
///
///     ShellBench FOLDER             gestures on each screen FOLDER's device can reach, and starts
///     ShellBench first-view FOLDER  one start, for a process of its own
///
/// FOLDER is a device's folder and is written to. No server is asked. Nothing here is judged.
import Core
import Foundation

let repetitions = 2_000
let warmUp = 200
let starts = 5

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch arguments.count {
    case 1: try measure(folder: arguments[0])
    case 2 where arguments[0] == "first-view": try printFirstView(folder: arguments[1])
    default: throw Unmeasured(why: "ShellBench [first-view] FOLDER")
    }
} catch {
    FileHandle.standardError.write(Data("ShellBench: \(error)\n".utf8))
    exit(1)
}

func measure(folder: String) throws {
    for _ in 0..<starts { try startApart(folder: folder) }
    let device = try Device(folder: folder)
    try device.start()
    for gesture in gestures { try measure(gesture, on: device) }
    tell(["what": "memory", "peak_kib": peakKib()])
}

/// One start in a process of its own, as the library is loaded once a process.
func startApart(folder: String) throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["first-view", folder]
    try child.run()
    child.waitUntilExit()
    guard child.terminationStatus == 0 else { throw Unmeasured(why: "a start failed") }
}

func printFirstView(folder: String) throws {
    let clock = ContinuousClock()
    let taken = try clock.measure { try Device(folder: folder).start() }
    tell(["what": "first view", "us": micros(taken), "peak_kib": peakKib()])
}

func measure(_ gesture: Gesture, on device: Device) throws {
    guard try gesture.reach(device) else {
        return tell(["what": "gesture", "screen": gesture.screen, "reachable": false])
    }
    for turn in 0..<warmUp { try device.gesture(gesture.event(turn)) }
    let before = device.crossings
    var taken: [Double] = []
    let clock = ContinuousClock()
    for turn in 0..<repetitions {
        let event = gesture.event(turn)
        taken.append(micros(try clock.measure { try device.gesture(event) }))
    }
    taken.sort()
    tell([
        "what": "gesture", "screen": gesture.screen, "reachable": true,
        "repetitions": repetitions, "p50_us": taken[repetitions / 2],
        "p99_us": taken[repetitions * 99 / 100],
        "crossings_per_gesture": Double(device.crossings - before) / Double(repetitions),
    ])
}

func micros(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) * 1e6 + (Double(attoseconds) / 1e12).rounded()
}

func peakKib() -> Int {
    var usage = rusage()
    #if os(Linux)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    #else
        getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss / 1024
    #endif
}

func tell(_ line: [String: Any]) {
    guard let json = try? JSONSerialization.data(withJSONObject: line, options: .sortedKeys) else {
        return
    }
    FileHandle.standardOutput.write(json + Data("\n".utf8))
}
