// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.ChainRules.Profile;
import io.pumpbridge.trust.path.PolicyRules;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * NIST PKITS, all 249 cases, with the clock at 2020-05-01; what and whence the files are is in the
 * README beside them. The first certificate of a case is its anchor, the last its leaf.
 */
final class PkitsTest {
  private static final Path FOLDER = Path.of("src/test/resources/pkits");
  private static final Instant AT = Instant.parse("2020-05-01T00:00:00Z");
  private static final String TEST_POLICIES = "2.16.840.1.101.3.2.1.48.";

  private final Map<String, X509Certificate> certificates = new TreeMap<>();

  private X509Certificate certificate(String name) {
    return certificates.computeIfAbsent(
        name,
        unread -> {
          try {
            return Certificates.fromDer(
                Files.readAllBytes(FOLDER.resolve("certs/" + name + ".crt")));
          } catch (Exception e) {
            throw new AssertionError(name, e);
          }
        });
  }

  private static X509CRL list(String name) {
    try (InputStream in = Files.newInputStream(FOLDER.resolve("crls/" + name + ".crl"))) {
      return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
    } catch (Exception e) {
      throw new AssertionError(name, e);
    }
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }

  private static PolicyRules policies(Map<?, ?> test) {
    Set<String> initial = Set.of();
    boolean explicit = false;
    boolean inhibitAny = false;
    boolean inhibitMapping = false;
    for (Object each : (List<?>) test.get("extra")) {
      String name = texts(each).get(0);
      String value = texts(each).get(1).replace("\"", "");
      switch (name) {
        case "SetInitialPolicySet" ->
            initial =
                Set.copyOf(
                    List.of(value.split(",")).stream()
                        .map(one -> one.replace("NIST-test-policy-", TEST_POLICIES))
                        .toList());
        case "SetInitialExplicitPolicy" -> explicit = value.equals("true");
        case "SetInitialInhibitAnyPolicy" -> inhibitAny = value.equals("true");
        case "SetInitialPolicyMappingInhibit" -> inhibitMapping = value.equals("true");
        default -> assertThat(name).isEqualTo("SetUserConstrainedPolicySet"); // an output
      }
    }
    return new PolicyRules(initial, explicit, inhibitAny, inhibitMapping);
  }

  private String verdict(Map<?, ?> test) {
    List<X509Certificate> chain = texts(test.get("certs")).stream().map(this::certificate).toList();
    ChainJudge judge =
        new ChainJudge(
            new ChainRules(
                Purpose.PATH, Profile.RFC5280, 8, policies(test), RevocationRules.REQUIRED));
    try {
      judge.judge(
          chain.get(chain.size() - 1),
          chain.subList(1, chain.size()),
          List.of(chain.get(0)),
          AT,
          Set.of(),
          new Evidence(texts(test.get("crls")).stream().map(PkitsTest::list).toList(), List.of()));
      return "accepted";
    } catch (TrustException e) {
      return e.code() + ": " + e.getMessage();
    }
  }

  @Test
  void everyCaseIsJudgedAsNistSays() throws IOException {
    List<Object> tests = JSON.std.listFrom(Files.readString(FOLDER.resolve("tests.json")));
    assertThat(tests).hasSize(249);
    List<String> deviations = new ArrayList<>();
    for (Object each : tests) {
      Map<?, ?> test = (Map<?, ?>) each;
      String verdict = verdict(test);
      if (verdict.equals("accepted") != Boolean.TRUE.equals(test.get("ok"))) {
        deviations.add(test.get("num") + " " + test.get("name") + ": " + verdict);
      }
    }
    assertThat(deviations).isEmpty();
  }
}
