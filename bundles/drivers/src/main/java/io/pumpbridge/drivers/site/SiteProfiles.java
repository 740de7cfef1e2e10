// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.site;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfile.Identity.SpokenBy;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a directory of {@code NAME.json.p7m}: CMS SignedData with the profile in it, signed by an
 * {@link SignerRole#UPDATE_PUBLISHER}. Each file is read once, and what was verified is what is
 * parsed.
 *
 * @param unsignedToo whether {@code NAME.json} without a signature counts as well: for trying a new
 *     profile, never at a bedside
 * @param verifier empty as long as nobody can verify; then nothing signed counts
 */
public record SiteProfiles(boolean unsignedToo, Optional<SignatureVerifier> verifier) {

  /** A hospital has fewer models than this, and each is tried on each port. */
  static final int MAX_FILES = 32;

  /** A profile, its signature and the signer's chain. */
  static final int MAX_SIGNED_BYTES = 2 * DeviceProfileReader.MAX_BYTES;

  /** The code of a signed profile as long as there is no verifier: it waits. */
  static final String NOBODY_VERIFIES = "nobody-verifies";

  private static final String SIGNED = ".json.p7m";

  /** The profile's name as the format has it, and what says whether it is signed. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.json(\\.p7m)?");

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  /** What was found. */
  public record Reading(List<SiteProfile> profiles, List<RefusedProfile> refused) {
    public Reading {
      profiles = List.copyOf(profiles);
      refused = List.copyOf(refused);
    }

    /** No directory is set. */
    public static final Reading NOTHING = new Reading(List.of(), List.of());
  }

  /** What is wrong with one file; never leaves here. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    Refusal(String code, String sentence) {
      super(sentence);
      this.code = code;
    }
  }

  /** Total: whatever lies there, it answers. */
  public Reading read(Path directory) {
    List<SiteProfile> profiles = new ArrayList<>();
    List<RefusedProfile> refused = new ArrayList<>();
    try {
      for (Path file : files(directory)) {
        String name = shown(file);
        try {
          profiles.add(profile(file, name));
        } catch (Refusal e) {
          refused.add(new RefusedProfile(name, e.code, String.valueOf(e.getMessage())));
        }
      }
    } catch (Refusal e) {
      refused.add(new RefusedProfile(directory.toString(), e.code, String.valueOf(e.getMessage())));
    }
    return new Reading(profiles, refused);
  }

  /** For log and health: nothing in it breaks a line or paints on a terminal. */
  private static String shown(Path file) {
    return UNPRINTABLE.matcher(String.valueOf(file.getFileName())).replaceAll("?");
  }

  /** In the order of their names, but signed ones first: they win over a namesake without. */
  private static List<Path> files(Path directory) throws Refusal {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (files.size() == MAX_FILES) {
          throw new Refusal(
              "too-many-files",
              directory + " holds more than " + MAX_FILES + " files; none of them is used.");
        }
        files.add(entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new Refusal(
          "directory-unreadable",
          "The directory of site profiles " + directory + " cannot be read: " + reason(e) + ".");
    }
    files.sort(
        Comparator.comparing((Path file) -> !file.toString().endsWith(SIGNED))
            .thenComparing(Path::toString));
    return files;
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException ? "it is not there" : e.toString();
  }

  private SiteProfile profile(Path file, String name) throws Refusal {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal("not-a-file", name + " is no regular file; links are not followed.");
    }
    if (!NAME.matcher(name).matches()) {
      throw new Refusal(
          "unknown-file",
          name + " is no profile: those are called NAME" + SIGNED + "; take it away.");
    }
    if (name.endsWith(SIGNED)) {
      SignedContent signed = verified(name, content(file, name, MAX_SIGNED_BYTES));
      String inner = name.substring(0, name.length() - ".p7m".length());
      return parsed(name, inner, signed);
    }
    if (!unsignedToo) {
      throw new Refusal(
          "unsigned",
          name + " is not signed. Have it signed by an update publisher, as " + name + ".p7m.");
    }
    Bytes content = content(file, name, DeviceProfileReader.MAX_BYTES);
    return parsed(name, name, new SignedContent(content, List.of()));
  }

  private static Bytes content(Path file, String name, int most) throws Refusal {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new Refusal("too-large", name + " is longer than " + most + " bytes.");
      }
      return Bytes.of(content);
    } catch (IOException e) {
      throw new Refusal("file-unreadable", name + " cannot be read: " + e + ".");
    }
  }

  private SignedContent verified(String name, Bytes signed) throws Refusal {
    if (verifier.isEmpty()) {
      throw new Refusal(
          NOBODY_VERIFIES, name + " waits: the part that verifies signatures does not run.");
    }
    try {
      return verifier.get().verify(signed, Set.of(SignerRole.UPDATE_PUBLISHER));
    } catch (TrustException e) {
      throw new Refusal(e.code(), name + " is refused. " + e.getMessage());
    }
  }

  /**
   * @param inner the file's name without what says that it is signed
   */
  private static SiteProfile parsed(String name, String inner, SignedContent signed)
      throws Refusal {
    DeviceProfile profile;
    try {
      profile = DeviceProfileReader.read(inner, signed.content());
    } catch (DocumentException e) {
      throw new Refusal(
          "profile-wrong",
          e.getMessage() + "; 'pump-bridge pumps lint' says all that is wrong with it.");
    }
    if (profile.identity().spokenBy() != SpokenBy.PROFILE) {
      throw new Refusal(
          "profile-needs-driver",
          name + " does not describe its protocol fully: it needs a driver in Java.");
    }
    return new SiteProfile(name, profile, EventRecord.hashOf(signed.content()), signed.signers());
  }
}
