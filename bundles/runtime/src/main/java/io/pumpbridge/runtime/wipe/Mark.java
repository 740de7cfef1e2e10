// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That a decommission has begun, and what is needed to finish it: written before anything is
 * destroyed, removed when nothing is left. As long as it is there, no agent starts.
 *
 * @param stage how far it came
 * @param config the configuration directory
 * @param folders of anchors and site profiles in it
 * @param receipt where the signed receipt is to be; empty if none is wanted
 * @param by who does it
 * @param reason why
 * @param drain how the last drain ended
 */
public record Mark(
    Stage stage,
    Path config,
    List<Path> folders,
    Optional<Path> receipt,
    String by,
    String reason,
    String drain) {

  /** How far it came. */
  public enum Stage {
    /** Decided. The keys are still there; the receipt may not be. */
    DECIDED,
    /** The receipt is written. Keys in a token go; every file is still there, to reach it. */
    SIGNED,
    /** No key is in a token any more: from here on every file goes. */
    WIPING
  }

  static final String FILE = StateDirectory.DECOMMISSIONING;

  private static final String FORMAT = "pump-bridge-decommissioning-1";
  private static final long MAX_BYTES = 64 * 1024;

  public Mark {
    folders = List.copyOf(folders);
  }

  /** The same, further on. */
  public Mark at(Stage reached) {
    return new Mark(reached, config, folders, receipt, by, reason, drain);
  }

  /** The same, with how the last drain ended. */
  public Mark drained(String how) {
    return new Mark(stage, config, folders, receipt, by, reason, how);
  }

  /** The same, with its receipt elsewhere or without one. */
  public Mark withReceipt(Optional<Path> file) {
    return new Mark(stage, config, folders, file, by, reason, drain);
  }

  byte[] toBytes() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("format", FORMAT);
    fields.put("stage", stage.name());
    fields.put("config", config.toString());
    fields.put("folders", folders.stream().map(Path::toString).toList());
    receipt.ifPresent(path -> fields.put("receipt", path.toString()));
    fields.put("by", by);
    fields.put("reason", reason);
    fields.put("drain", drain);
    try {
      return JSON.std.asBytes(fields);
    } catch (IOException e) {
      throw new IllegalStateException("text can always be written", e);
    }
  }

  /**
   * @return empty if nothing has begun
   * @throws IOException if it is there and cannot be read, or is not ours
   */
  public static Optional<Mark> find(Path state) throws IOException {
    Path file = state.resolve(FILE);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " is no mark of ours: it is too large");
      }
      byte[] content = Files.readAllBytes(file);
      return Optional.of(
          content.length == 0 || content[0] == 0
              ? nothingElseLeft(state)
              : parse(file, JSON.std.mapFrom(content)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** It is overwritten only when it is all that is left. */
  private static Mark nothingElseLeft(Path state) {
    Path nowhere = state.resolve(FILE).resolve("nothing");
    return new Mark(Stage.WIPING, nowhere, List.of(), Optional.empty(), "", "", "");
  }

  private static Mark parse(Path file, Map<String, Object> fields) throws IOException {
    if (fields == null || !FORMAT.equals(fields.get("format"))) {
      throw new IOException(file + " is no mark of ours, or of another version");
    }
    List<Path> folders = new ArrayList<>();
    if (fields.get("folders") instanceof List<?> list) {
      list.forEach(folder -> folders.add(Path.of(String.valueOf(folder))));
    }
    return new Mark(
        Stage.valueOf(text(fields, "stage")),
        Path.of(text(fields, "config")),
        folders,
        Optional.ofNullable(fields.get("receipt")).map(path -> Path.of(String.valueOf(path))),
        text(fields, "by"),
        text(fields, "reason"),
        text(fields, "drain"));
  }

  private static String text(Map<String, Object> fields, String name) {
    return String.valueOf(fields.getOrDefault(name, ""));
  }
}
