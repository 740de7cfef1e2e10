// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The token's PIN, which its owner alone can read. A token locks itself after some wrong tries, so
 * one PIN that it has refused is never tried again, not even after a restart: until the file
 * changes.
 */
final class PinFile {
  /** Beside the keys; says which state of the PIN's file the token has refused. */
  static final String REFUSED_FILE = "token.pin-refused";

  /** PKCS#11 leaves the length to the token; none takes more. */
  private static final int MAX_PIN_BYTES = 256;

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;
  private final StateFolder state;

  /** As well as on the disk, which may be full. */
  private String refused = "";

  PinFile(Path file, StateFolder state) {
    this.file = file;
    this.state = state;
  }

  Path path() {
    return file;
  }

  /** For one try. */
  char[] read() throws TrustException {
    try {
      if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw Refusal.TOKEN_PIN_UNREADABLE.because(
            "Others than its owner may read "
                + file
                + ": make it 0600, and change the PIN if that may have happened.");
      }
      String present = stamp();
      Optional<byte[]> known = state.find(REFUSED_FILE);
      String onDisk = new String(known.orElse(new byte[0]), StandardCharsets.US_ASCII).strip();
      if (present.equals(refused) || present.equals(onDisk)) {
        throw wrong();
      }
      return content();
    } catch (IOException | UnsupportedOperationException e) {
      throw Refusal.TOKEN_PIN_UNREADABLE.because(
          "The token's PIN cannot be read from " + file + ": " + e + ".", "", e);
    }
  }

  private char[] content() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_PIN_BYTES + 1);
      String pin = new String(content, StandardCharsets.UTF_8).strip();
      if (pin.isEmpty() || content.length > MAX_PIN_BYTES) {
        throw new IOException("it must hold one PIN of at most " + MAX_PIN_BYTES + " bytes");
      }
      return pin.toCharArray();
    }
  }

  /** Tells one state of the file from another, and nothing of what is in it. */
  private String stamp() throws IOException {
    BasicFileAttributes present = Files.readAttributes(file, BasicFileAttributes.class);
    return present.lastModifiedTime().toInstant() + " " + present.fileKey();
  }

  /** The token has refused what {@link #read} gave. */
  TrustException refuse() throws TrustException {
    try {
      refused = stamp();
      state.replace(REFUSED_FILE, (refused + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw Refusal.KEY_STORE_UNWRITABLE.because(
          state.path(REFUSED_FILE) + " cannot be written: " + e.getMessage() + ".", "", e);
    }
    return wrong();
  }

  private TrustException wrong() {
    return Refusal.TOKEN_PIN_WRONG.because(
        "The token refused the PIN in "
            + file
            + ". It is not tried again, since a token locks itself after a few tries: correct the"
            + " file.");
  }
}
