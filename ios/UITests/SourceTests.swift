/// The screens as text: they parse, they fit the core, and what does not fit is found.
///
/// SwiftUI is not on Linux. There the screens are checked against the kit's stand-in, so this
/// proves the names they use of the core and of the kit, and nothing of Apple's.
import Foundation
import Testing

let ios = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
private let build = ProcessInfo.processInfo.environment["WUFEI_BUILD"] ?? ios.path + "/.build"

struct Outcome {
    let succeeded: Bool
    let said: String
}

@Suite(.serialized)
struct SourceTests {
    @Test func everyFileParses() throws {
        for folder in ["UI/Kit", "UI/KitStandIn", "UI/Screens", "App", "Core"] {
            let files = try sources(folder).map(\.path)
            #expect(!files.isEmpty)
            let outcome = try swiftc(["-parse", "-swift-version", "6"] + files)
            #expect(outcome.succeeded, "\(outcome.said)")
        }
    }

    @Test func aFileThatDoesNotParseIsFound() throws {
        let broken = FileManager.default.temporaryDirectory
            .appendingPathComponent("broken-\(UUID().uuidString).swift")
        defer { try? FileManager.default.removeItem(at: broken) }
        try "struct Broken { var body: }".write(to: broken, atomically: true, encoding: .utf8)
        #expect(try !swiftc(["-parse", broken.path]).succeeded)
    }

    /// Every public declaration of the kit stands in its stand-in word for word, and the reverse.
    @Test func theStandInDeclaresWhatTheKitDeclares() throws {
        let kit = try declarations("UI/Kit")
        let standIn = try declarations("UI/KitStandIn")
        #expect(kit.count > 30)
        #expect(kit.subtracting(standIn) == [])
        #expect(standIn.subtracting(kit) == [])
    }

    @Test func theScreensFitTheCore() throws {
        let outcome = try check(renaming: nil)
        #expect(outcome.succeeded, "\(outcome.said)")
    }

    /// The control: were a field of a view model called otherwise, the screens would not compile.
    @Test(arguments: ["waitingLine", "openLabel", "binLine", "canReview", "languageTag"])
    func aScreenThatNamesAnotherFieldDoesNotCompile(field: String) throws {
        let outcome = try check(renaming: field)
        #expect(!outcome.succeeded)
        #expect(outcome.said.contains("has no member '\(field)Renamed'"), "\(outcome.said)")
    }
}

/// Type-checks a copy of the screens against the modules just built.
private func check(renaming field: String?) throws -> Outcome {
    let copy = FileManager.default.temporaryDirectory
        .appendingPathComponent("wufei-screens-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: copy) }
    var files: [String] = []
    for file in try sources("UI/Screens") {
        var text = try String(contentsOf: file, encoding: .utf8)
        if let field { text = text.replacingOccurrences(of: ".\(field)", with: ".\(field)Renamed") }
        let path = copy.appendingPathComponent(file.lastPathComponent)
        try text.write(to: path, atomically: true, encoding: .utf8)
        files.append(path.path)
    }
    let map = ios.appendingPathComponent("generated/WufeiFFI/module.modulemap").path
    return try swiftc(
        [
            "-typecheck", "-swift-version", "6", "-module-name", "UI", "-I",
            "\(build)/debug/Modules", "-Xcc", "-fmodule-map-file=\(map)",
        ] + files)
}

func sources(_ folder: String) throws -> [URL] {
    let path = ios.appendingPathComponent(folder)
    return try FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil)
        .flatMap { entry in
            entry.hasDirectoryPath
                ? try sources("\(folder)/\(entry.lastPathComponent)")
                : entry.pathExtension == "swift" ? [entry] : []
        }
        .sorted { $0.path < $1.path }
}

/// The declarations the screens see: public structs, enums with their cases, and initialisers.
/// What only one side can have is left out: the protocol, its builder, and `body`.
func declarations(_ folder: String) throws -> Set<String> {
    var found: Set<String> = []
    for file in try sources(folder) {
        let text = try String(contentsOf: file, encoding: .utf8)
        let flat = text.replacingOccurrences(
            of: "\\s+", with: " ", options: .regularExpression)
        let pattern = "public (struct \\w+[^{]*|enum \\w+[^}]*|init\\([^{]*)"
        let expression = try NSRegularExpression(pattern: pattern)
        for match in expression.matches(in: flat, range: NSRange(flat.startIndex..., in: flat)) {
            if let range = Range(match.range, in: flat) {
                found.insert(flat[range].trimmingCharacters(in: .whitespaces))
            }
        }
    }
    let ownOfTheStandIn = ["Drawn", "Several<", "Either<", "PartBuilder"]
    return found.filter { line in
        !ownOfTheStandIn.contains { line.contains("struct \($0)") || line.contains("enum \($0)") }
    }
}

private func swiftc(_ arguments: [String]) throws -> Outcome {
    let said = Pipe()
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["swiftc"] + arguments
    compiler.standardError = said
    compiler.standardOutput = said
    try compiler.run()
    let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    compiler.waitUntilExit()
    return Outcome(succeeded: compiler.terminationStatus == 0, said: text)
}
