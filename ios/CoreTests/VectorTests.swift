/// The golden vectors, typed at a real scale: the screen shows the number, or refuses.
import Foundation
import Testing

@testable import Core

@Suite(.serialized) @MainActor
struct VectorTests {
    let phone: Phone

    init() throws { phone = try Phone() }

    @Test func theScreenAgreesWithTheVectors() async throws {
        let cards = try VectorFile(named: "cards", of: .cards)
        let weights = try VectorFile(named: "weights", of: .weights)
        let points = try VectorFile(named: "points", of: .points)
        let server = try RealServer(folder: phone.folder) { try fit(&$0, to: points, cards) }
        defer { server.kill() }
        try await server.start()
        let core = try phone.open(server: server.address)
        try await core.enrol(code: server.code("attendant"))
        try await core.openShift()
        let scale = Scale(core: core)
        for file in [cards, weights, points] {
            let found = try await disagreements(file, scale)
            #expect(found.unequal == [])
            let read = file.cases.count
            print("vectors: \(file.name).json: \(read) read, \(found.unreached) unreached")
        }
        for file in [cards, weights, points] { // the control: each file with one result changed
            let at = try #require(file.cases.firstIndex { $0[file.kind.result] != nil })
            var changed = file
            changed.cases = [file.cases[at]]
            changed.cases[0][file.kind.result] = file.kind == .cards ? "00000000" as Any : 7 as Any
            let found = try await disagreements(changed, scale)
            #expect(found.unequal.count == 1, "\(file.name): a changed result is not found")
        }
        core.close()
        #expect(phone.defects == [])
    }

    @Test(arguments: [
        "[]", "{}", "nonsense",
        #"[{"name": "a", "typed": "1", "card": "1"}, {"name": "a", "typed": "2", "card": "2"}]"#,
        #"[{"name": "a", "typed": "1", "card": "1", "colour": "blue"}]"#,
        #"[{"name": "a", "card": "1"}]"#, #"[{"name": "a", "typed": "1"}]"#,
    ])
    func aFileThatIsNotWellFormedFails(text: String) {
        #expect(throws: (any Error).self) {
            try VectorFile(name: "made up", kind: .cards, data: Data(text.utf8))
        }
    }

    /// A town whose scale, tariff and cards are those of the vectors: a material a case's rate.
    private func fit(
        _ town: inout [String: Any], to points: VectorFile, _ cards: VectorFile
    ) throws {
        var tariff = try #require(town["tariff"] as? [String: Any])
        var rates = try #require(tariff["rates"] as? [[String: Any]])
        for item in points.cases {
            let material = try Scale.material(item)
            if rates.contains(where: { $0["material"] as? String == material }) { continue }
            rates.append([
                "material": material, "name_zh": material, "name_en": material,
                "points_per_kg": item["points_per_kg"] as Any,
            ])
        }
        tariff["rates"] = rates
        town["tariff"] = tariff
        var places = try #require(town["points"] as? [[String: Any]])
        for at in places.indices { places[at]["scale_max"] = 5_000_000 }
        town["points"] = places
        var communities = try #require(town["communities"] as? [[String: Any]])
        for at in communities.indices.prefix(1) {
            var households = communities[at]["households"] as? [[String: Any]] ?? []
            let numbers = Set(cards.cases.compactMap { $0["card"] as? String })
            for (offset, number) in numbers.sorted().enumerated() {
                households.append([
                    "number": 9_001 + offset, "label": "合成 \(number)",
                    "card_serial": Int(number.dropLast()) as Any,
                ])
            }
            communities[at]["households"] = households
        }
        town["communities"] = communities
    }

    private func disagreements(
        _ file: VectorFile, _ scale: Scale
    ) async throws -> (unequal: [String], unreached: Int) {
        var unequal: [String] = []
        var unreached = 0
        var words: [String: String] = [:]
        for item in file.cases {
            let name = item["name"] as? String ?? ""
            switch try await scale.show(item, file.kind) {
            case .unreached: unreached += 1
            case .number(let number):
                let result = item[file.kind.result] ?? "a refusal"
                if "\(result)" != number { unequal.append("\(name): \(number)") }
            case .refused(let why):
                guard let code = item["refusal"] as? String else {
                    unequal.append("\(name): \(why)")
                    continue
                }
                // One refusal, one sentence, but for the value in it; another, another one.
                let sentence = bare(why, item["args"] as? [String: String] ?? [:])
                let other = words.contains { $0.key != code && $0.value == sentence }
                if other || words[code, default: sentence] != sentence {
                    unequal.append("\(name): \(why)")
                }
                words[code] = sentence
            }
        }
        return (unequal, unreached)
    }

    private func bare(_ sentence: String, _ args: [String: String]) -> String {
        var text = sentence
        if let value = args["value"], !value.isEmpty {
            text = text.replacingOccurrences(of: value, with: "")
        }
        return text.filter { !$0.isNumber && $0 != "." }
    }
}
