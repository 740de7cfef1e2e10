// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.druglibrary.library.LibraryCheck;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The largest library that a gateway takes, signed by two people, in a directory with what a
 * gateway needs to verify it. Invented from end to end: not for clinical use.
 */
final class LargeLibrary {
  private static final int AREAS = 30;
  private static final int ENTRIES = 10_000;
  private static final String[] CONCENTRATION_MG = {"1", "2", "4", "8", "16", "32", "50", "100"};

  private LargeLibrary() {}

  /** Makes keys, the library and a small one. */
  static void make(Path directory) throws IOException, PumpServerException {
    DemoAuthority authority =
        DemoAuthority.open(directory.resolve("authority"), "benchmark", Clock.systemUTC());
    authority.writeAnchors(directory.resolve("anchors"));
    SignedDocuments documents = new SignedDocuments(authority, Clock.systemUTC());
    sign(documents, document(AREAS, ENTRIES), directory.resolve("large.p7m"));
    sign(documents, document(1, 1), directory.resolve("small.p7m"));
  }

  private static void sign(SignedDocuments documents, String document, Path file)
      throws IOException, PumpServerException {
    Files.write(file, documents.library(Bytes.of(document, StandardCharsets.UTF_8)).toArray());
  }

  /** As a gateway verifies it, from the files. */
  static LibraryCheck check(Path directory) throws IOException {
    TrustedClock clock =
        () -> new ClockReading(Clock.systemUTC().instant(), ClockQuality.SYNCHRONISED, 0);
    StatusKnowledge status =
        new StatusKnowledge(
            RevocationRules.IF_KNOWN,
            new ListFolder(directory.resolve("anchors/revocation")),
            StateFolder.open(directory.resolve("state")));
    AnchorFolder anchors = new AnchorFolder(directory.resolve("anchors/signers"));
    return new LibraryCheck(new CmsVerifier(anchors, status, clock), Optional.empty());
  }

  private static String document(int areas, int entries) {
    StringBuilder json = new StringBuilder(8 * 1024 * 1024);
    json.append("{\"format\":\"pump-bridge-library-1\",\"hospital\":\"Benchmark\",\"name\":")
        .append("\"Invented, not for clinical use\",\"version\":1,\"care_areas\":[");
    int written = 0;
    for (int area = 0; area < areas; area++) {
      json.append(area == 0 ? "" : ",").append("{\"name\":\"Area ").append(area);
      json.append("\",\"maximum_rate\":{\"value\":\"999\",\"unit\":\"mL/h\"},\"entries\":[");
      int here = (entries - written) / (areas - area);
      for (int i = 0; i < here; i++) {
        json.append(i == 0 ? "" : ",");
        entry(json, i);
      }
      written += here;
      json.append("]}");
    }
    return json.append("]}").toString();
  }

  /** As a real line: two limits of three modes, an advisory, a source. */
  private static void entry(StringBuilder json, int number) {
    String mg = CONCENTRATION_MG[number % CONCENTRATION_MG.length];
    json.append("{\"drug\":\"drug ").append(number / CONCENTRATION_MG.length);
    json.append("\",\"therapy\":\"therapy ").append(number % 7);
    json.append("\",\"concentration\":{\"amount\":\"").append(mg);
    json.append("\",\"amount_unit\":\"mg\",\"volume\":\"250\",\"volume_unit\":\"mL\"},");
    json.append("\"continuous\":{\"dose\":{\"unit\":\"ug/kg/min\",\"hard_min\":\"0.0");
    json.append(1 + number % 9).append("\",\"soft_min\":\"0.1\",\"soft_max\":\"");
    json.append(1 + number % 50).append("\",\"hard_max\":\"").append(60 + number % 100);
    json.append("\",\"initial\":\"1\",\"step\":\"0.1\"}},");
    json.append("\"bolus\":{\"dose\":{\"unit\":\"mg\",\"soft_max\":\"").append(1 + number % 20);
    json.append("\",\"hard_max\":\"30\"}},");
    json.append("\"high_alert\":").append(number % 3 == 0);
    json.append(",\"advisory\":\"note ").append(number % 100);
    json.append("\",\"source\":\"invented, not for clinical use\",\"edition\":\"2026\"}");
  }
}
