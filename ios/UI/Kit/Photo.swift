/// A photo on a screen.
import ImageIO
import SwiftUI

/// A photo from its file, cut to a square; its place is as large before it is read.
public struct Photo: Part {
    private let path: String
    private let label: String
    @State private var picture: CGImage?
    @Environment(\.sizes) private var sizes

    public init(_ path: String, label: String) {
        self.path = path
        self.label = label
    }

    public var body: some View {
        Palette.paper
            .frame(width: sizes.photo, height: sizes.photo)
            .overlay {
                if let picture { Image(decorative: picture, scale: 1).resizable().scaledToFill() }
            }
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .overlay(RoundedRectangle(cornerRadius: 12).stroke(Palette.line))
            .accessibilityElement(children: .ignore)
            .accessibilityAddTraits(.isImage)
            .accessibilityLabel(label)
            .task(id: path) { picture = await small(path) }
    }
}

/// Pixels of the longer side: enough for a square of 176 points on any phone.
private let shownSide = 800

/// Read away from the main thread, and no larger than it is shown.
private nonisolated func small(_ path: String) async -> CGImage? {
    let options: [CFString: Any] = [
        kCGImageSourceCreateThumbnailFromImageAlways: true,
        kCGImageSourceThumbnailMaxPixelSize: shownSide,
    ]
    let file = URL(fileURLWithPath: path) as CFURL
    return CGImageSourceCreateWithURL(file, nil).flatMap {
        CGImageSourceCreateThumbnailAtIndex($0, 0, options as CFDictionary)
    }
}
