/// The real `wufei-server` on a free loopback port with the synthetic neighbourhood.
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

struct Failed: Error, CustomStringConvertible {
    let description: String
}

/// Can be killed and started again on the same port and database.
@MainActor
final class RealServer {
    private let folder: URL
    private let programs = ProcessInfo.processInfo.environment["WUFEI_NATIVE"] ?? "../target/debug"
    private let areas =
        ProcessInfo.processInfo.environment["WUFEI_AREAS"] ?? "../server/data/shaoxing-areas.csv"
    private let database: String
    private let port: UInt16
    private var process: Process?

    var address: String { "http://127.0.0.1:\(port)" }

    /// `change` may make another town of the synthetic roll before it is imported.
    init(folder: URL, change: (inout [String: Any]) throws -> Void = { _ in }) throws {
        self.folder = folder
        database = "sqlite:\(folder.appendingPathComponent("server.sqlite").path)"
        port = try freePort()
        _ = try run("wufei-server", ["import", "areas", "--database", database, areas])
        let made = try run("neighbourhood", ["roll"])
        guard var town = try JSONSerialization.jsonObject(with: Data(made.utf8)) as? [String: Any]
        else { throw Failed(description: "the roll is no object") }
        try change(&town)
        try JSONSerialization.data(withJSONObject: town).write(to: roll)
        _ = try run("wufei-server", ["import", "roll", "--database", database, roll.path])
    }

    private var roll: URL { folder.appendingPathComponent("roll.json") }

    /// A one-time code for the first person of that role in the roll.
    func code(_ role: String) throws -> String {
        let town = try JSONSerialization.jsonObject(with: Data(contentsOf: roll)) as? [String: Any]
        let people = town?["people"] as? [[String: Any]] ?? []
        let person = people.first { $0["role"] as? String == role }
        guard let actor = person?["actor"] as? String else {
            throw Failed(description: "no \(role) in the roll")
        }
        return try run("wufei-server", ["code", "issue", "--database", database, "--actor", actor])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Files of photos that have come, whole or not, by their ids.
    func photos() throws -> [String: Data] {
        let place = folder.appendingPathComponent("server.sqlite.photos")
        let files = FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil)
        var photos: [String: Data] = [:]
        while let file = files?.nextObject() as? URL {
            if !file.hasDirectoryPath {
                photos[file.lastPathComponent] = try Data(contentsOf: file)
            }
        }
        return photos
    }

    func start() async throws {
        let log = folder.appendingPathComponent("server.log")
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let end = try FileHandle(forWritingTo: log)
        try end.seekToEnd()
        let server = Process()
        server.executableURL = URL(fileURLWithPath: programs).appendingPathComponent("wufei-server")
        server.arguments = [
            "serve", "--database", database, "--listen", "127.0.0.1:\(port)", "--tick-ms", "200",
        ]
        // What this suite is told by variables of our prefix is not the server's configuration.
        server.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("WUFEI_")
        }
        server.standardOutput = end
        server.standardError = end
        try server.run()
        process = server
        for _ in 0..<400 {
            if await isHealthy() { return }
            try await Task.sleep(nanoseconds: 25_000_000)
        }
        let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw Failed(description: "the server does not answer; its log: \(said)")
    }

    /// Not a graceful stop: what a power cut does.
    func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    private func isHealthy() async -> Bool {
        guard let url = URL(string: "\(address)/healthz") else { return false }
        var request = URLRequest(url: url)
        request.timeoutInterval = 0.5
        let answer = try? await URLSession.shared.data(for: request)
        return (answer?.1 as? HTTPURLResponse)?.statusCode == 200
    }

    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: programs).appendingPathComponent(program)
        child.arguments = arguments
        let output = folder.appendingPathComponent("\(program).out")
        let errors = folder.appendingPathComponent("\(program).err")
        for file in [output, errors] {
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        }
        child.standardOutput = try FileHandle(forWritingTo: output)
        child.standardError = try FileHandle(forWritingTo: errors)
        try child.run()
        child.waitUntilExit()
        guard child.terminationStatus == 0 else {
            let said = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
            throw Failed(description: "\(program) \(arguments): \(said)")
        }
        return try String(contentsOf: output, encoding: .utf8)
    }
}
