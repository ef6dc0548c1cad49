// swift-tools-version: 6.0
// The Swift shell: bindings, the loop around the core, the screens.
//
// On a Mac the Rust library comes as an XCFramework (`build-xcframework.sh`). Elsewhere it is the
// host's shared library in the folder WUFEI_NATIVE names, and the screens are checked against a
// stand-in of the kit, because SwiftUI is there for Apple's systems only.
import Foundation
import PackageDescription

let native = ProcessInfo.processInfo.environment["WUFEI_NATIVE"] ?? "../target/debug"

#if os(Linux)
    let library: Target = .systemLibrary(name: "WufeiFFI", path: "generated/WufeiFFI")
    let linking: [LinkerSetting] = [
        .unsafeFlags(["-L\(native)", "-Xlinker", "-rpath", "-Xlinker", native]),
        .linkedLibrary("wufei"),
    ]
    let kit: Target = .target(
        name: "Kit", path: "UI",
        exclude: [
            "Screens", "Kit/Frame.swift", "Kit/Part.swift", "Kit/Photo.swift", "Kit/Sizes.swift",
            "Kit/Touch.swift", "Kit/Words.swift",
        ],
        sources: ["KitStandIn", "Kit/FieldText.swift"])
#else
    let library: Target = .binaryTarget(name: "WufeiFFI", path: "generated/WufeiFFI.xcframework")
    let linking: [LinkerSetting] = []
    let kit: Target = .target(name: "Kit", path: "UI/Kit")
#endif

let package = Package(
    name: "Wufei",
    platforms: [.iOS(.v15)],
    products: [.library(name: "WufeiShell", targets: ["Core", "Kit", "UI"])],
    targets: [
        library,
        .target(
            name: "WufeiBindings",
            dependencies: ["WufeiFFI"],
            path: "generated/WufeiBindings",
            linkerSettings: linking
        ),
        .target(name: "Core", dependencies: ["WufeiBindings"], path: "Core"),
        kit,
        .target(name: "UI", dependencies: ["Core", "Kit"], path: "UI/Screens"),
        .testTarget(name: "CoreTests", dependencies: ["Core"], path: "CoreTests"),
        .testTarget(name: "UITests", dependencies: ["Core", "Kit", "UI"], path: "UITests"),
        .executableTarget(name: "ShellBench", dependencies: ["Core"], path: "ShellBench"),
    ],
    swiftLanguageModes: [.v6]
)
