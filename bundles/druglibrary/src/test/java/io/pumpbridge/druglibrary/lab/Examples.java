// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lab;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The example documents of the test resources, as they are and changed. */
public final class Examples {
  public static final String LIBRARY = read("/examples/library.json");
  public static final String ASSOCIATION =
      read("/examples/association.json")
          .replace("2026-03-01T08:00:00Z", "2026-03-01T11:00:00Z")
          .replace("2026-03-02T08:00:00Z", "2026-03-02T11:00:00Z");

  private Examples() {}

  public static String read(String resource) {
    try (InputStream in = Examples.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Bytes bytes(String text) {
    return Bytes.of(text, StandardCharsets.UTF_8);
  }

  /** Fails if there is nothing to replace, so that no test passes by mistake. */
  public static String with(String document, String what, String by) {
    if (!document.contains(what)) {
      throw new AssertionError("no '" + what + "' in the example");
    }
    int at = document.indexOf(what);
    return document.substring(0, at) + by + document.substring(at + what.length());
  }

  public static String library(long version) {
    return with(LIBRARY, "\"version\": 3", "\"version\": " + version);
  }

  public static Bytes signedLibrary(String content) {
    return Fakes.Signing.sign(content, SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER);
  }

  public static Bytes signedLibrary(long version) {
    return signedLibrary(library(version));
  }

  public static Bytes signedAssociation(String content) {
    return Fakes.Signing.sign(content, SignerRole.ORDER_SYSTEM);
  }
}
