// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a backup: pure. Strict when read: no field and no file that this version does not
 * know.
 *
 * @param gateway whose it is
 * @param hospital for which alone it counts
 * @param made by that gateway's clock, ISO 8601
 * @param clock how good that clock was
 * @param leftOut what was not taken along, for people
 * @param files content by path
 */
record Backup(
    String gateway,
    String hospital,
    String made,
    String clock,
    List<String> leftOut,
    SortedMap<String, byte[]> files) {
  private static final String FORMAT = "pump-bridge-backup-1";

  /** Two folders of anchors, one of profiles, each with at most 32, and three files. */
  static final int MAX_FILES = 99;

  /** A library; everything else is far smaller. */
  static final int MAX_FILE_BYTES = 2 * 1024 * 1024;

  private static final Set<String> FIELDS =
      Set.of("format", "gateway", "hospital", "made", "clock", "left_out", "files");
  private static final Set<String> FILE_FIELDS = Set.of("path", "sha256", "content");

  byte[] toBytes() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("format", FORMAT);
    fields.put("gateway", gateway);
    fields.put("hospital", hospital);
    fields.put("made", made);
    fields.put("clock", clock);
    fields.put("left_out", leftOut);
    List<Map<String, Object>> entries = new ArrayList<>();
    files.forEach(
        (path, content) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("path", path);
          entry.put("sha256", sha256(content));
          entry.put("content", Base64.getEncoder().encodeToString(content));
          entries.add(entry);
        });
    fields.put("files", entries);
    try {
      return JSON.std.asBytes(fields);
    } catch (IOException e) {
      throw new IllegalStateException("text can always be written", e);
    }
  }

  /** The configuration, which every backup has. */
  byte[] settings() {
    return Optional.ofNullable(files.get(Slot.SETTINGS.path("pump-bridge.json"))).orElseThrow();
  }

  /**
   * @throws LaunchException with code {@code backup-malformed} and what is wrong
   */
  static Backup parse(byte[] content) throws LaunchException {
    Map<String, Object> fields;
    try {
      fields = strictJson().mapFrom(content);
    } catch (IOException e) {
      throw malformed("it is no JSON");
    }
    if (fields == null || !FORMAT.equals(fields.get("format"))) {
      throw malformed("its format is not " + FORMAT);
    }
    requireOnly(fields.keySet(), FIELDS);
    List<String> leftOut = new ArrayList<>();
    list(fields, "left_out").forEach(text -> leftOut.add(String.valueOf(text)));
    return new Backup(
        text(fields, "gateway"),
        text(fields, "hospital"),
        text(fields, "made"),
        text(fields, "clock"),
        leftOut,
        files(list(fields, "files")));
  }

  private static SortedMap<String, byte[]> files(List<?> entries) throws LaunchException {
    if (entries.size() > MAX_FILES) {
      throw malformed("it holds more than " + MAX_FILES + " files");
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Object one : entries) {
      Map<String, Object> entry = new LinkedHashMap<>();
      if (one instanceof Map<?, ?> given) {
        given.forEach((name, value) -> entry.put(String.valueOf(name), value));
      }
      requireOnly(entry.keySet(), FILE_FIELDS);
      String path = text(entry, "path");
      if (Slot.of(path).isEmpty()) {
        throw malformed("it holds a file that belongs in no backup: " + shown(path));
      }
      byte[] content = content(path, text(entry, "content"));
      if (!sha256(content).equals(text(entry, "sha256"))) {
        throw malformed(path + " is not what its hash says");
      }
      if (files.put(path, content) != null) {
        throw malformed(path + " is in it twice");
      }
    }
    if (!files.containsKey(Slot.SETTINGS.path("pump-bridge.json"))) {
      throw malformed("it holds no configuration");
    }
    return files;
  }

  private static byte[] content(String path, String base64) throws LaunchException {
    try {
      byte[] content = Base64.getDecoder().decode(base64);
      if (content.length > MAX_FILE_BYTES) {
        throw malformed(path + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return content;
    } catch (IllegalArgumentException e) {
      throw malformed(path + " is no base64");
    }
  }

  static JSON strictJson() {
    return JSON.builder(
            JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                .build())
        .build();
  }

  private static void requireOnly(Set<String> given, Set<String> known) throws LaunchException {
    for (String name : given) {
      if (!known.contains(name)) {
        throw malformed("it has a field that this version does not know: " + shown(name));
      }
    }
  }

  private static String text(Map<String, Object> fields, String name) throws LaunchException {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw malformed("its " + name + " is no text");
  }

  private static List<?> list(Map<String, Object> fields, String name) throws LaunchException {
    if (fields.get(name) instanceof List<?> list) {
      return list;
    }
    throw malformed("its " + name + " is no list");
  }

  /** A hostile name is shown, and paints nothing on a terminal. */
  static String shown(String text) {
    String printable = text.replaceAll("[^ -~]", "?");
    return printable.substring(0, Math.min(80, printable.length()));
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  static LaunchException malformed(String why) {
    return new LaunchException(
        Fault.USAGE, "backup-malformed", "The backup is not as it must be: " + why + ".");
  }
}
