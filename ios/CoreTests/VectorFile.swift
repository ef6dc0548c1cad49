/// A file of golden vectors, read strictly (`shared/domain/vectors/README.md`).
import Foundation

/// The files the scale's screen can show.
enum VectorKind: Sendable {
    case cards, weights, points

    /// The column of the result.
    var result: String {
        switch self {
        case .cards: "card"
        case .weights: "grams"
        case .points: "points"
        }
    }

    var given: Set<String> {
        switch self {
        case .cards: ["name", "typed"]
        case .weights: ["name", "typed", "unit"]
        case .points:
            ["name", "material", "gross_grams", "tare_grams", "grade", "points_per_kg"]
        }
    }
}

struct VectorFile {
    let name: String
    let kind: VectorKind
    var cases: [[String: Any]]

    init(named name: String, of kind: VectorKind) throws {
        let folder =
            ProcessInfo.processInfo.environment["WUFEI_VECTORS"] ?? "../shared/domain/vectors"
        let path = URL(fileURLWithPath: folder).appendingPathComponent("\(name).json")
        try self.init(name: name, kind: kind, data: Data(contentsOf: path))
    }

    /// Fails on an empty file, a name that occurs twice, a column that is unknown or missing.
    init(name: String, kind: VectorKind, data: Data) throws {
        guard let cases = try JSONSerialization.jsonObject(with: data) as? [[String: Any]],
            !cases.isEmpty
        else { throw Failed(description: "\(name) holds no cases") }
        var names: Set<String> = []
        for item in cases {
            guard let own = item["name"] as? String, names.insert(own).inserted else {
                throw Failed(description: "\(name): a name is missing or occurs twice: \(item)")
            }
            let columns = Set(item.keys)
            let ends = [
                kind.given.union([kind.result]), kind.given.union(["refusal", "args"]),
            ]
            guard ends.contains(columns) else {
                throw Failed(description: "\(name), \(own): columns \(columns.sorted())")
            }
        }
        self.name = name
        self.kind = kind
        self.cases = cases
    }
}
