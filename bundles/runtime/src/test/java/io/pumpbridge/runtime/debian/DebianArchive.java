// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.debian;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A {@code .deb} (deb(5)), read whole.
 *
 * @param members in their order, which dpkg insists on
 * @param control what dpkg keeps for itself, by name
 * @param data what it installs, by path below the root
 * @param times of every part and every file
 */
record DebianArchive(
    List<String> members,
    Map<String, Entry> control,
    Map<String, Entry> data,
    List<Instant> times) {

  /**
   * A file or, with an end of {@code /} to its path, a folder.
   *
   * @param mode permission bits
   * @param owner {@code user:group}, by name and by number
   * @param bytes the content, a character (Latin-1) for each
   */
  record Entry(String path, boolean plain, int mode, String owner, String bytes) {
    boolean folder() {
      return path.endsWith("/");
    }

    byte[] content() {
      return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
      return new String(content(), StandardCharsets.UTF_8);
    }
  }

  static DebianArchive read(Path file) throws IOException {
    List<String> members = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ArArchiveInputStream ar = new ArArchiveInputStream(in)) {
      for (ArArchiveEntry part = ar.getNextEntry(); part != null; part = ar.getNextEntry()) {
        members.add(part.getName());
        times.add(part.getLastModifiedDate().toInstant());
        parts.put(part.getName(), ar.readAllBytes());
      }
    }
    return new DebianArchive(
        List.copyOf(members),
        tar(parts.get("control.tar.gz"), times),
        tar(parts.get("data.tar.gz"), times),
        List.copyOf(times));
  }

  private static Map<String, Entry> tar(byte[] packed, List<Instant> times) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
      for (TarArchiveEntry next = tar.getNextEntry(); next != null; next = tar.getNextEntry()) {
        String path = next.getName().substring("./".length());
        String owner =
            String.join(":", next.getUserName(), next.getGroupName())
                + (" " + next.getLongUserId() + ":" + next.getLongGroupId());
        Entry entry =
            new Entry(
                path,
                next.isFile() || next.isDirectory(),
                next.getMode() & 07777,
                owner,
                new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1));
        if (entries.put(path, entry) != null) {
          throw new IOException(path + " is there twice");
        }
        times.add(next.getLastModifiedTime().toInstant());
      }
    }
    return entries;
  }

  /** A field of the control file, its lines joined. */
  String field(String name) {
    return Optional.ofNullable(fields().get(name)).orElse("");
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    String last = "";
    for (String line : control.get("control").text().lines().toList()) {
      if (line.startsWith(" ")) {
        fields.merge(last, line, (before, more) -> before + "\n" + more);
      } else {
        int colon = line.indexOf(':');
        last = line.substring(0, colon);
        fields.put(last, line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  /** What is installed, folders left out. */
  List<String> files() {
    return data.keySet().stream().filter(path -> !path.endsWith("/")).sorted().toList();
  }

  byte[] content(String path) {
    return Optional.ofNullable(data.get(path))
        .map(Entry::content)
        .orElseThrow(() -> new UncheckedIOException(new IOException(path + " is not installed")));
  }

  String text(String path) {
    return new String(content(path), StandardCharsets.UTF_8);
  }
}
