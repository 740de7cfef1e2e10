// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a profile file strictly; every complaint names the file and the place. */
public final class DeviceProfileReader {

  /** Longer is no profile. */
  public static final int MAX_BYTES = ProfileDocument.MAX_BYTES;

  private DeviceProfileReader() {}

  /**
   * Reads a profile that the bundle carries.
   *
   * @param name the profile's name, for example {@code alaris-asena}
   * @throws DocumentException if it is not what it should be
   * @throws IllegalArgumentException if the bundle carries no such profile
   */
  public static DeviceProfile readShipped(String name) throws DocumentException {
    return read(name + ".json", contentOfShipped(name));
  }

  /**
   * SHA-256 of a profile that the bundle carries, in hex: which of its versions it is.
   *
   * @throws IllegalArgumentException if the bundle carries no such profile
   */
  public static String hashOfShipped(String name) {
    return EventRecord.hashOf(contentOfShipped(name));
  }

  private static Bytes contentOfShipped(String name) {
    try (InputStream in =
        DeviceProfileReader.class.getResourceAsStream("/device-profiles/" + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no device profile '" + name + "'");
      }
      return Bytes.of(in.readNBytes(MAX_BYTES + 1));
    } catch (IOException e) {
      throw new UncheckedIOException("device profile '" + name + "' cannot be read", e);
    }
  }

  /**
   * Reads a profile.
   *
   * @param file the file's name, for complaints; without {@code .json} it must be the profile's
   *     name
   * @throws DocumentException the first complaint
   */
  public static DeviceProfile read(String file, Bytes content) throws DocumentException {
    Reading reading = examine(file, content);
    if (reading.profile().isPresent()) {
      return reading.profile().get();
    }
    Finding first =
        reading.findings().stream()
            .map(Located::finding)
            .filter(finding -> finding.severity() == Finding.Severity.ERROR)
            .findFirst()
            .orElseThrow();
    throw new DocumentException(file + " " + first.place(), first.problem());
  }

  /**
   * Reads a profile and says all there is to say about it.
   *
   * @param profile empty if there is an error among the findings
   * @param findings in the order of the file
   */
  public record Reading(Optional<DeviceProfile> profile, List<Located> findings) {
    public Reading {
      findings = List.copyOf(findings);
    }
  }

  /** A finding and the line of the file that it is about, 1 for the first. */
  public record Located(int line, Finding finding) {}

  /** See {@link #read}, but goes on after a mistake. */
  public static Reading examine(String file, Bytes content) {
    return examine(file, content, sound -> List.of());
  }

  /**
   * See {@link #read}, but goes on after a mistake.
   *
   * @param more what else is to be said of a profile that is sound by itself
   */
  public static Reading examine(
      String file, Bytes content, Function<DeviceProfile, List<Finding>> more) {
    Findings findings = new Findings();
    ProfileDocument document = new ProfileDocument(findings);
    Optional<DeviceProfile> read = Optional.empty();
    Optional<Row> root = document.read(content);
    if (root.isPresent()) {
      DeviceProfile profile = new DeviceProfileTables(root.get()).read();
      if (root.get().isSound("name") && !file.equals(profile.identity().name() + ".json")) {
        findings.error("$.name", "must be the file's name without .json");
      }
      if (findings.firstError().isEmpty()) {
        more.apply(profile).forEach(findings::add);
      }
      read = findings.firstError().isPresent() ? Optional.empty() : Optional.of(profile);
    }
    return new Reading(
        read,
        findings.all().stream()
            .map(finding -> new Located(document.lineOf(finding.place()), finding))
            .sorted(Comparator.comparingInt(Located::line))
            .toList());
  }
}
