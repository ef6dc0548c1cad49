import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What Android's own build does with archives, as far as a test needs it. Needs Debian's aapt2.
 *
 * <pre>
 * java Archives.java unpack ARCHIVES CLASSES RESOURCES   classes of all archives; a compiled file of resources an archive
 * java Archives.java link RESOURCES ANDROID.jar MANIFEST RES GENERATED OUT
 *                                                        R classes into GENERATED; OUT/app.apk; where Robolectric finds it
 * </pre>
 */
public final class Archives {
    /** In RESOURCES: the packages of archives that have resources, one a line. */
    private static final String PACKAGES = "packages.txt";
    private static final Pattern PACKAGE = Pattern.compile("package=\"([^\"]+)\"");

    public static void main(String[] arguments) throws Exception {
        Path[] paths = Arrays.stream(arguments).skip(1).map(Path::of).toArray(Path[]::new);
        switch (arguments[0]) {
            case "unpack" -> unpack(paths[0], paths[1], paths[2]);
            case "link" -> link(paths[0], paths[1], paths[2], paths[3], paths[4], paths[5]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void unpack(Path archives, Path classes, Path resources) throws Exception {
        Files.createDirectories(classes);
        Files.createDirectories(resources);
        var packages = new TreeSet<String>();
        for (Path archive : list(archives)) {
            String name = archive.getFileName().toString();
            if (name.endsWith(".jar")) {
                unzip(Files.newInputStream(archive), classes);
                continue;
            }
            Path folder = archives.resolveSibling("unpacked").resolve(name.replaceAll("\\.aar$", ""));
            unzip(Files.newInputStream(archive), folder);
            Path code = folder.resolve("classes.jar");
            if (Files.exists(code)) {
                unzip(Files.newInputStream(code), classes);
            }
            Path symbols = folder.resolve("R.txt");
            if (Files.exists(symbols) && Files.size(symbols) > 0) {
                packages.add(packageOf(folder.resolve("AndroidManifest.xml")));
            }
            Path own = folder.resolve("res");
            if (Files.isDirectory(own)) {
                run(List.of("aapt2", "compile", "--dir", own.toString(), "-o", resources.resolve(folder.getFileName() + ".zip").toString()));
            }
        }
        Files.write(resources.resolve(PACKAGES), packages);
    }

    private static void link(Path resources, Path android, Path manifest, Path own, Path generated, Path out) throws Exception {
        Files.createDirectories(generated);
        Files.createDirectories(out);
        run(List.of("aapt2", "compile", "--dir", own.toString(), "-o", resources.resolve("own.zip").toString()));
        Path apk = out.resolve("app.apk");
        var command = new ArrayList<>(List.of(
            "aapt2", "link", "-I", android.toString(), "--manifest", manifest.toString(), "--auto-add-overlay",
            "--min-sdk-version", "26", "--target-sdk-version", "34",
            "--warn-manifest-validation", // Debian's aapt2 is older than <queries>
            "--extra-packages", String.join(":", Files.readAllLines(resources.resolve(PACKAGES))),
            "--java", generated.toString(), "-o", apk.toString()));
        list(resources).stream().map(Path::toString).filter(name -> name.endsWith(".zip")).forEach(command::add);
        run(command);
        Path settings = Files.createDirectories(out.resolve("com/android/tools")).resolve("test_config.properties");
        Files.write(settings, List.of(
            "android_resource_apk=" + apk,
            "android_merged_manifest=" + manifest,
            "android_merged_assets=" + out,
            "android_custom_package=" + packageOf(manifest)));
    }

    private static String packageOf(Path manifest) throws IOException {
        Matcher found = PACKAGE.matcher(Files.readString(manifest));
        if (!found.find()) {
            throw new IOException(manifest + " names no package");
        }
        return found.group(1);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void unzip(InputStream archive, Path folder) throws IOException {
        try (var zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException(entry.getName() + " leaves the folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
    }

    private static void run(List<String> command) throws Exception {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(command.get(0) + " " + command.get(1) + " ended with " + status);
        }
    }
}
