// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A library that a pom names, and its file in Maven's local repository. */
record Library(Coordinates coordinates, Path file) {
  /** {@code group:name:jar:version:scope:file}, as {@code dependency:list} has it. */
  private static final Pattern LINE =
      Pattern.compile(
          "\\s+([^:]+):([^:]+):jar:([^:]+):(?:compile|provided):(.+?)(?: -- module .*)?\\s*");

  /** Reads what {@code dependency:list} wrote, without what is of this build. */
  static List<Library> listed(Path list) throws IOException {
    List<Library> libraries = new ArrayList<>();
    for (String line : Files.readAllLines(list)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        Coordinates coordinates =
            new Coordinates(matcher.group(1), matcher.group(2), matcher.group(3));
        if (!coordinates.ours()) {
          libraries.add(new Library(coordinates, Path.of(matcher.group(4))));
        }
      } else if (line.contains(":jar:")) {
        throw new IOException("cannot be read in " + list + ": " + line);
      }
    }
    return libraries;
  }

  /** The pom beside the jar. */
  Path pom() {
    String file = this.file.getFileName().toString();
    return this.file.resolveSibling(file.substring(0, file.lastIndexOf('.')) + ".pom");
  }

  /** Where the repository of this library keeps the pom of another. */
  Path pomOf(Coordinates other) {
    Path repository = file.toAbsolutePath();
    int depth = coordinates.group().split("\\.").length + 3; // group, name, version, file
    for (int i = 0; i < depth; i++) {
      repository = repository.getParent();
    }
    return repository
        .resolve(other.group().replace('.', '/'))
        .resolve(other.name())
        .resolve(other.version())
        .resolve(other.name() + "-" + other.version() + ".pom");
  }
}
