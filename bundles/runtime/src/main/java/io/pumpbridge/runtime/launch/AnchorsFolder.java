// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Authorities that somebody trusts at a desk: a gateway's folder of anchors (with {@code
 * signers/*.pem} and {@code server/*.pem}), or a folder with {@code *.pem} and perhaps revocation
 * lists among them.
 */
public record AnchorsFolder(Path path) {
  /** As trust itself; what is beyond this is no folder of authorities. */
  private static final int MAX_FILES = 64;

  /**
   * Which files are revocation lists: as trust's {@code ListFolder.FILES}, which a test compares.
   */
  public static final String LISTS = "*.{crl,pem,der}";

  /** In a folder without a place for lists, a {@code *.pem} says itself what it is. */
  private static final Pattern LIST_IN_PEM =
      Pattern.compile("-----BEGIN (X509 CRL|PKCS7|CMS)-----");

  /** As much as a list may have. */
  private static final int MAX_BYTES = 1024 * 1024;

  /** As much as certificates may have. */
  private static final int MAX_PEM = 128 * 1024;

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
    List<Path> files = new NamedFolder(signers()).files("*.{pem,crt,cer}", MAX_FILES);
    return isOfAGateway() ? files : files.stream().filter(file -> !isListInPem(file)).toList();
  }

  /**
   * Those to which gateways' own certificates lead, in PEM: of a gateway's folder those of devices
   * and servers.
   *
   * @return at least one
   */
  public List<String> ofGateways() throws LaunchException {
    Path place = isOfAGateway() ? path.resolve("server") : path;
    List<Path> files =
        isOfAGateway() ? new NamedFolder(place).files("*.pem", MAX_FILES) : certificates();
    if (files.isEmpty()) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "no-anchors",
          "There is no trusted authority (*.pem) in " + place + ".");
    }
    List<String> pems = new ArrayList<>();
    for (Path file : files) {
      pems.add(new String(NamedFile.of(file).whole(MAX_PEM), StandardCharsets.ISO_8859_1));
    }
    return pems;
  }

  public List<Path> revocationLists() throws LaunchException {
    if (!isOfAGateway()) {
      return new NamedFolder(path)
          .files(LISTS, MAX_FILES).stream().filter(AnchorsFolder::mayBeList).toList();
    }
    Path lists = path.resolve("revocation");
    return Files.isDirectory(lists) ? new NamedFolder(lists).files(LISTS, MAX_FILES) : List.of();
  }

  private static boolean mayBeList(Path file) {
    return !file.toString().endsWith(".pem") || isListInPem(file);
  }

  /** A file that cannot be read is for whoever reads it as a certificate to complain about. */
  private static boolean isListInPem(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES);
      return LIST_IN_PEM.matcher(new String(content, StandardCharsets.ISO_8859_1)).find();
    } catch (IOException unreadable) {
      return false;
    }
  }
}
