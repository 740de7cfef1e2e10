// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lab;

import io.pumpbridge.model.event.EventRecord;
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

  /** The hash by which a statement names a library. */
  public static String contentHash(long version) {
    return EventRecord.hashOf(bytes(library(version)));
  }

  /**
   * A statement that withdraws a version.
   *
   * @param stepBack the version to step back to; 0 for none
   */
  public static String statement(long number, long withdrawn, long stepBack) {
    return "{\"format\":\"pump-bridge-library-statement-1\",\"hospital\":\"Example Hospital\","
        + "\"id\":\"W-"
        + number
        + "\",\"number\":"
        + number
        + ",\"issued\":\"2026-03-01T11:00:00Z\",\"reason\":\"Wrong hard maximum\",\"withdrawn\":["
        + named(withdrawn)
        + "]"
        + (stepBack == 0 ? "" : ",\"step_back\":" + named(stepBack))
        + "}";
  }

  /** A library as a statement names it. */
  public static String named(long version) {
    return "{\"version\":" + version + ",\"sha256\":\"" + contentHash(version) + "\"}";
  }

  public static Bytes signedStatement(String content) {
    return Fakes.Signing.sign(content, SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER);
  }
}
