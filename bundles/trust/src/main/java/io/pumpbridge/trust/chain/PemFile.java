// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates that people put somewhere. */
public final class PemFile {
  private static final int MAX_BYTES = 128 * 1024;

  private PemFile() {}

  /**
   * Reads them, anew each time.
   *
   * @return at least one
   * @throws IOException also if it is larger than certificates are
   */
  public static List<X509Certificate> read(Path file) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IOException("it is larger than " + MAX_BYTES + " bytes");
      }
      return Certificates.fromPem(new String(content, StandardCharsets.ISO_8859_1));
    }
  }
}
