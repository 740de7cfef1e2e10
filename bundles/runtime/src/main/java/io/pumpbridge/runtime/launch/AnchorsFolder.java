// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Authorities whose signers somebody trusts at a desk: a gateway's folder of anchors (with {@code
 * signers/*.pem}), or a folder with {@code *.pem} and perhaps {@code *.crl}.
 */
public record AnchorsFolder(Path path) {
  /** As trust itself; what is beyond this is no folder of authorities. */
  private static final int MAX_FILES = 64;

  /** Checks that it is one. */
  public static AnchorsFolder named(Path path) throws LaunchException {
    if (!Files.isDirectory(path)) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "file-unreadable",
          path + " is no directory of trusted authorities.");
    }
    return new AnchorsFolder(path);
  }

  boolean isOfAGateway() {
    return Files.isDirectory(path.resolve("signers"));
  }

  /** Where the certificates are. */
  public Path signers() {
    return isOfAGateway() ? path.resolve("signers") : path;
  }

  public List<Path> certificates() throws LaunchException {
    return new NamedFolder(signers()).files("*.{pem,crt,cer}", MAX_FILES);
  }

  public List<Path> revocationLists() throws LaunchException {
    Path lists = isOfAGateway() ? path.resolve("revocation") : path;
    return Files.isDirectory(lists)
        ? new NamedFolder(lists).files("*.{crl,der}", MAX_FILES)
        : List.of();
  }
}
