/// An attendant's hands at the scale, and what the screen says.
import Foundation
import Testing

@testable import Core

enum Shown {
    case number(String)
    case refused(String)
    /// The screen has no way to show it.
    case unreached
}

@MainActor
struct Scale {
    let core: CoreLoop

    /// One key a rate: the tests' tariff has them all at once.
    static func material(_ item: [String: Any]) throws -> String {
        let rate = try #require(item["points_per_kg"] as? Int)
        return "\(try #require(item["material"] as? String))_\(rate)"
    }

    func show(_ item: [String: Any], _ kind: VectorKind) async throws -> Shown {
        core.send(.point(event: .withdraw))
        try await core.reach("an empty scale") {
            guard case .weigh(let weigh) = $0, case .ask(_, let typed, _, _, _, _, _, _) = weigh.card
            else { return false }
            return typed.isEmpty && weigh.lines.isEmpty && weigh.entry.gross.isEmpty
                && weigh.entry.tare.isEmpty && weigh.entry.problem == nil
        }
        switch kind {
        case .cards: return try await card(#require(item["typed"] as? String))
        case .weights:
            return try await weight(
                #require(item["typed"] as? String),
                item["unit"] as? String == "jin" ? .jin : .kilogram,
                isNothing: item["grams"] as? Int == 0)
        case .points: return try await line(item)
        }
    }

    private func card(_ typed: String) async throws -> Shown {
        core.send(.point(event: .cardTyped(text: typed)))
        core.send(.point(event: .cardEntered))
        return try await core.screen("the card, or why not") {
            guard case .weigh(let weigh) = $0 else { return nil }
            switch weigh.card {
            case .known(_, let number, _): return .number(number.filter(\.isNumber))
            case .ask(_, let shown, _, _, _, let problem, _, _):
                return shown == typed ? problem.map { .refused($0) } : nil
            }
        }
    }

    /// Nothing on the scale is no line; it is typed as the container of five kilograms.
    private func weight(_ typed: String, _ unit: WeightUnit, isNothing: Bool) async throws -> Shown {
        if typed.trimmingCharacters(in: .whitespaces).isEmpty { return .unreached } // no line begun
        core.send(.point(event: .materialPicked(material: "cardboard")))
        core.send(.point(event: .unitPicked(unit: unit)))
        core.send(.point(event: .grossTyped(text: isNothing ? "5" : typed)))
        if isNothing { core.send(.point(event: .tareTyped(text: typed))) }
        let shown = try await added { row in Self.grams(row.net) }
        guard isNothing, case .number(let net) = shown, let net = Int(net) else { return shown }
        return .number("\(5_000 - net)")
    }

    private func line(_ item: [String: Any]) async throws -> Shown {
        core.send(.point(event: .materialPicked(material: try Self.material(item))))
        core.send(.point(event: .unitPicked(unit: .kilogram)))
        core.send(.point(event: .grossTyped(text: try kilograms(item["gross_grams"]))))
        core.send(.point(event: .tareTyped(text: try kilograms(item["tare_grams"]))))
        let grades: [String: Grade] = ["clean": .clean, "mixed": .mixed, "rejected": .rejected]
        let grade = try #require(grades[item["grade"] as? String ?? ""])
        core.send(.point(event: .gradePicked(grade: grade)))
        return try await added { row in row.points.filter(\.isNumber) }
    }

    private func added(_ number: @escaping (LineRow) -> String?) async throws -> Shown {
        core.send(.point(event: .addLine))
        return try await core.screen("a line, or why not") {
            guard case .weigh(let weigh) = $0 else { return nil }
            if let problem = weigh.entry.problem { return .refused(problem) }
            return weigh.lines.first.flatMap(number).map { .number($0) }
        }
    }

    private func kilograms(_ grams: Any?) throws -> String {
        let grams = try #require(grams as? Int)
        return "\(grams / 1_000).\(String(String(grams % 1_000 + 1_000).dropFirst()))"
    }

    /// The grams of `3.2 公斤（6.4 斤）`.
    static func grams(_ net: String) -> String? {
        let number = net.prefix { $0.isNumber || $0 == "." || $0 == "," }.filter { $0 != "," }
        guard let kilograms = Decimal(string: String(number)) else { return nil }
        return "\(kilograms * 1_000)"
    }
}
