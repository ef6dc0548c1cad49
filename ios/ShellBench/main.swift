/// How fast the shell's side of the core is, as lines of JSON:
///
///     ShellBench FOLDER             gestures on every screen, starts, memory
///     ShellBench first-view DEVICE  one start in ms, for a process of its own
///
/// FOLDER holds devices' folders, each of them optional: resident, attendant (at the scale, with a
/// drop-off in the log), volunteer (with a turf and a visit behind) for the gestures, records10000
/// for the starts. They are written to. No server is asked. Nothing here is judged.
import Core
import Foundation

let repetitions = 2_000
let warmUp = 500
let starts = 5
let many = "records10000"

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch arguments.count {
    case 1: try measure(folder: URL(fileURLWithPath: arguments[0]))
    case 2 where arguments[0] == "first-view": try printFirstView(folder: arguments[1])
    default: throw Unmeasured(why: "ShellBench FOLDER | ShellBench first-view DEVICE")
    }
} catch {
    FileHandle.standardError.write(Data("ShellBench: \(error)\n".utf8))
    exit(1)
}

func measure(folder: URL) throws {
    let there = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    let devices = roles.filter { there.contains($0.name) }
    guard !devices.isEmpty || there.contains(many) else {
        throw Unmeasured(why: "no device's folder in \(folder.path)")
    }
    for role in devices {
        let device = try Device(folder: folder.appendingPathComponent(role.name).path)
        try device.start()
        for gesture in role.gestures { try measure(gesture, on: device) }
    }
    if there.contains(many) {
        let device = folder.appendingPathComponent(many).path
        let taken = try (0..<starts).map { _ in try startApart(folder: device) }
        tell(["bench": "first_view", "ms": taken])
    }
    tell(["bench": "memory", "peak_rss_bytes": peakBytes()])
}

func measure(_ gesture: Gesture, on device: Device) throws {
    let turns = try gesture.reach(device)
    try device.reach(gesture.screen) { name(of: $0) == gesture.screen }
    for turn in 0..<warmUp { _ = try device.gesture(turns[turn % turns.count]) }
    let before = device.crossings
    var taken = try (0..<repetitions).map { try device.gesture(turns[$0 % turns.count]) }
    let after = device.crossings
    taken.sort()
    let each = { (way: KeyPath<Crossings, Int>) in
        tidy(Double(after[keyPath: way] - before[keyPath: way]) / Double(repetitions), digits: 2)
    }
    tell([
        "bench": "gesture", "screen": gesture.screen, "repetitions": repetitions,
        "p50_us": tidy(micros(taken[repetitions / 2]), digits: 1),
        "p99_us": tidy(micros(taken[repetitions * 99 / 100]), digits: 1),
        "crossings": [
            "send": each(\.send), "changed": each(\.changed), "view": each(\.view),
            "ask": each(\.ask),
        ],
    ])
}

/// One start in a process of its own, in ms: the library is loaded once a process.
func startApart(folder: String) throws -> NSDecimalNumber {
    let said = Pipe()
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["first-view", folder]
    child.standardOutput = said
    try child.run()
    let line = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    guard child.terminationStatus == 0,
        let taken = Double(line.trimmingCharacters(in: .newlines))
    else { throw Unmeasured(why: "a start failed") }
    return tidy(taken, digits: 1)
}

func printFirstView(folder: String) throws {
    let taken = try ContinuousClock().measure { try Device(folder: folder).start() }
    print(micros(taken) / 1_000)
}

func micros(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) * 1e6 + Double(attoseconds) / 1e12
}

/// With so many digits after the point, in JSON, too.
func tidy(_ number: Double, digits: Int) -> NSDecimalNumber {
    NSDecimalNumber(string: String(format: "%.\(digits)f", number))
}

func peakBytes() -> Int {
    var usage = rusage()
    #if os(Linux)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1_024
    #else
        getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss
    #endif
}

func tell(_ line: [String: Any]) {
    let line = line.merging(["shell": "swift"]) { _, new in new }
    guard let json = try? JSONSerialization.data(withJSONObject: line, options: .sortedKeys) else {
        return
    }
    FileHandle.standardOutput.write(json + Data("\n".utf8))
}
