/// The recorded events raised through the binding give the views Rust recorded, word for word.
import Foundation
import Testing

@testable import Core

@Suite(.serialized) @MainActor
struct RecordedTests {
    let phone: Phone

    init() throws { phone = try Phone() }

    @Test func eachEventGivesTheRecordedView() async throws {
        let events = try lines("alone.events.jsonl")
        let views = try lines("alone.views.jsonl")
        #expect(events.count == views.count && events.count > 10)
        let shell = Notebook()
        let device = try WufeiCore(
            config: phone.config(server: "http://127.0.0.1:9"), shell: shell)
        var answered = 0
        for (at, (event, view)) in zip(events, views).enumerated() {
            try device.send(event: recordedEvent(event))
            var last = ""
            _ = try await until("line \(at + 1), \(event): \(view)\nbut: \(last)") {
                for (id, question) in shell.asked.dropFirst(answered) {
                    try device.answer(id: id, answer: await Abilities().answer(question))
                    answered += 1
                }
                last = try dump(device.view())
                return last == view ? true : nil
            }
            // The control: the same view with one word of it changed is another one.
            let changed = view.replacingOccurrences(of: "\"title\":\"", with: "\"title\":\"x")
            #expect(changed != view && changed != last)
        }
    }

    @Test(arguments: [
        "\"sing\"", "{}", "{\"lookup\":{\"event\":\"sing\"}}", "{\"open\":{\"tab\":\"moon\"}}", "[]",
    ])
    func anEventNobodyKnowsFails(line: String) {
        #expect(throws: (any Error).self) { try recordedEvent(line) }
    }

    private func lines(_ name: String) throws -> [String] {
        let folder =
            ProcessInfo.processInfo.environment["WUFEI_RECORDED"] ?? "../shared/app/recorded"
        let path = URL(fileURLWithPath: folder).appendingPathComponent(name)
        return try String(contentsOf: path, encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}
