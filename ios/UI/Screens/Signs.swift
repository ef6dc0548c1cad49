/// Which drawing stands beside which word.
import Core
import Kit

extension Tab {
    var sign: Sign {
        switch self {
        case .lookup: .search
        case .household: .house
        case .point: .scale
        case .turfs: .door
        case .outbox: .send
        case .standing: .bars
        case .settings: .switches
        }
    }
}

extension BinColour {
    /// A bin's own shape, so that colour is never the only sign.
    var sign: Sign {
        switch self {
        case .blue: .recycle
        case .red: .hazard
        case .green: .leaf
        case .grey: .bin
        case .none: .box
        }
    }

    var hue: Hue {
        switch self {
        case .blue: .blue
        case .red: .red
        case .green: .green
        case .grey: .grey
        case .none: .special
        }
    }
}

extension Outcome {
    var sign: Sign {
        switch self {
        case .met: .check
        case .notHome: .house
        case .refused: .refused
        case .comeBack: .clock
        case .moved: .away
        case .noAccess: .lock
        }
    }
}

extension Tone {
    var sign: Sign {
        switch self {
        case .good: .check
        case .info: .info
        case .problem: .warning
        }
    }
}
