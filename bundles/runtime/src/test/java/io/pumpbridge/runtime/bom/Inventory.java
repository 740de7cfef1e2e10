// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a jar of ours holds: bundles and libraries as they are, and libraries unpacked into it. Code
 * that is neither of this build nor in a library that its module's pom names is an error.
 */
final class Inventory {
  private final Path modules;
  private final List<Licence> ourLicences;
  private final SortedMap<String, Part> parts = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> holdings = new TreeMap<>();

  /**
   * @param modules the directory of the modules, each with its {@code target/libraries.txt}
   */
  Inventory(Path modules, List<Licence> ourLicences) {
    this.modules = modules;
    this.ourLicences = List.copyOf(ourLicences);
  }

  /** Each part by its package URL. */
  SortedMap<String, Part> parts() {
    return parts;
  }

  /** Which parts lie in a part, all by their package URLs. */
  SortedMap<String, SortedSet<String>> holdings() {
    return holdings;
  }

  /** Looks through a jar of ours, and returns it as a part. */
  Part take(Jar jar) throws IOException {
    Coordinates coordinates = jar.coordinates();
    String module = coordinates.name().substring(coordinates.name().lastIndexOf('.') + 1);
    return take(jar, coordinates, module);
  }

  /**
   * The same of what is no artifact of Maven's.
   *
   * @param coordinates how to call it
   * @param module whose pom names the libraries in it
   */
  Part take(Jar jar, Coordinates coordinates, String module) throws IOException {
    Part taken = Part.of(coordinates, ourLicences, jar.sha256());
    add(taken);
    List<Library> named = Library.listed(modules.resolve(module).resolve("target/libraries.txt"));
    for (Map.Entry<String, byte[]> file : jar.files().entrySet()) {
      if (file.getKey().endsWith(".jar")) {
        Jar inner = new Jar(jar.path(file.getKey()), file.getValue());
        hold(taken, inner.isOfThisBuild() ? take(inner) : takeWhole(inner, named));
      }
    }
    takeUnpacked(taken, jar, named);
    return taken;
  }

  private Part takeWhole(Jar jar, List<Library> named) throws IOException {
    for (Library library : named) {
      if (jar.where().endsWith("/" + library.file().getFileName())
          && jar.sha256().equals(Jar.read(library.file()).sha256())) {
        return takeLibrary(library, jar.where(), jar.files());
      }
    }
    throw new IOException(jar.where() + " is none of the libraries that the pom names");
  }

  /** The fewest libraries that have all the code: first the one that has most of it. */
  private void takeUnpacked(Part holder, Jar jar, List<Library> named) throws IOException {
    Set<Content> unexplained = foreignCode(jar);
    Map<Library, Set<Content>> candidates = new TreeMap<>(byPurl());
    if (!unexplained.isEmpty()) {
      for (Library library : named) {
        candidates.put(library, Content.in(library.file()));
      }
    }
    while (!unexplained.isEmpty()) {
      Library best = null;
      Set<Content> most = Set.of();
      for (Map.Entry<Library, Set<Content>> candidate : candidates.entrySet()) {
        Set<Content> common = new HashSet<>(unexplained);
        common.retainAll(candidate.getValue());
        if (common.size() > most.size()) {
          best = candidate.getKey();
          most = common;
        }
      }
      if (best == null) {
        throw new IOException(unexplained(jar, unexplained));
      }
      hold(holder, takeLibrary(best, jar.where(), only(jar, most)));
      unexplained.removeAll(most);
    }
  }

  private Part takeLibrary(Library library, String where, SortedMap<String, byte[]> files)
      throws IOException {
    Part part =
        Part.of(library.coordinates(), Licence.of(library), Jar.read(library.file()).sha256());
    add(part);
    for (Part inner : NativeCode.within(where, files)) {
      add(inner);
      hold(part, inner);
    }
    return part;
  }

  private void add(Part part) throws IOException {
    Part before = parts.put(part.purl(), part);
    if (before != null && !before.equals(part)) {
      throw new IOException("one and the same, and yet not: " + before + ", " + part);
    }
    holdings.computeIfAbsent(part.purl(), purl -> new TreeSet<>());
  }

  private void hold(Part holder, Part held) {
    holdings.get(holder.purl()).add(held.purl());
  }

  private static Set<Content> foreignCode(Jar jar) {
    Set<Content> foreign = new HashSet<>();
    jar.files()
        .forEach(
            (name, bytes) -> {
              if (Content.isCode(name) && !name.startsWith("io/pumpbridge/")) {
                foreign.add(Content.of(name, bytes));
              }
            });
    return foreign;
  }

  private static SortedMap<String, byte[]> only(Jar jar, Set<Content> contents) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    contents.forEach(content -> files.put(content.name(), jar.files().get(content.name())));
    return files;
  }

  private static String unexplained(Jar jar, Set<Content> unexplained) {
    List<String> names = new ArrayList<>();
    unexplained.forEach(content -> names.add(content.name()));
    names.sort(Comparator.naturalOrder());
    return jar.where()
        + " holds code that is in no library which its pom names: "
        + names.get(0)
        + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more");
  }

  private static Comparator<Library> byPurl() {
    return Comparator.comparing(library -> library.coordinates().purl());
  }
}
