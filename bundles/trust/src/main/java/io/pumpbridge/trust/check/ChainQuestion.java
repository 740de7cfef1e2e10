// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.ChainRules;
import io.pumpbridge.trust.chain.ChainRules.Profile;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.check.Question.BadInput;
import io.pumpbridge.trust.path.PolicyRules;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationLists;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One chain that somebody wants judged, as {@code trust check --jsonl} has it.
 *
 * @param others what came with the leaf
 * @param host the name that it must prove, if it is a server's
 */
record ChainQuestion(
    ChainRules rules,
    X509Certificate leaf,
    List<X509Certificate> others,
    List<X509Certificate> anchors,
    Optional<HostName> host,
    Instant at,
    Set<String> keyUses,
    Evidence evidence) {

  /** What a chain may be for. */
  private enum For {
    SERVER(Purpose.SERVER, Purpose.SERVER_AUTH),
    CLIENT(Purpose.DEVICE, Purpose.CLIENT_AUTH),
    LIBRARY_AUTHOR(Purpose.SIGNER, SignerRole.LIBRARY_AUTHOR.keyPurpose()),
    LIBRARY_APPROVER(Purpose.SIGNER, SignerRole.LIBRARY_APPROVER.keyPurpose()),
    ORDER(Purpose.SIGNER, SignerRole.ORDER_SYSTEM.keyPurpose()),
    PUMP_SERVER(Purpose.SIGNER, SignerRole.PUMP_SERVER.keyPurpose()),
    UPDATE(Purpose.SIGNER, SignerRole.UPDATE_PUBLISHER.keyPurpose()),
    SITE_AUTHOR(Purpose.SIGNER, SignerRole.SITE_AUTHOR.keyPurpose()),
    SITE_APPROVER(Purpose.SIGNER, SignerRole.SITE_APPROVER.keyPurpose()),
    PATH(Purpose.PATH, "");

    private final Purpose purpose;
    private final String keyUse;

    For(Purpose purpose, String keyUse) {
      this.purpose = purpose;
      this.keyUse = keyUse;
    }
  }

  private enum Mode {
    REQUIRE,
    STALE_OK,
    OFF
  }

  /**
   * Reads a question.
   *
   * @param now the time if it names none
   * @throws TrustException if the host is no name
   */
  static ChainQuestion from(Question question, Instant now) throws BadInput, TrustException {
    question.requireAny();
    For use = question.choice("purpose", List.of(For.values()), For.PATH);
    List<X509Certificate> chain = certificates(question, "chain");
    if (chain.isEmpty()) {
      throw new BadInput("chain must hold at least the leaf.");
    }
    List<X509Certificate> others = new ArrayList<>(chain.subList(1, chain.size()));
    others.addAll(certificates(question, "intermediates"));
    Evidence evidence = new Evidence(lists(question), responses(question));
    Optional<HostName> host = Optional.empty();
    if (use == For.SERVER) {
      host = Optional.of(HostName.from(question.required("host")));
    }
    Set<String> keyUses = new TreeSet<>(question.texts("eku"));
    if (keyUses.isEmpty() && !use.keyUse.isEmpty()) {
      keyUses.add(use.keyUse);
    }
    return new ChainQuestion(
        rules(question, use, evidence),
        chain.get(0),
        others,
        certificates(question, "anchors"),
        host,
        at(question, now),
        keyUses,
        evidence);
  }

  private static ChainRules rules(Question question, For use, Evidence evidence) throws BadInput {
    Question policies = question.inner("policies");
    try {
      return new ChainRules(
          use.purpose,
          question.choice("profile", List.of(Profile.values()), Profile.HOSPITAL),
          question.whole("max_depth").orElse(ChainRules.USUAL_INTERMEDIATES),
          new PolicyRules(
              Set.copyOf(policies.texts("initial")),
              policies.flag("explicit"),
              policies.flag("inhibit_any"),
              policies.flag("inhibit_mapping")),
          revocation(question, evidence));
    } catch (IllegalArgumentException e) {
      throw new BadInput(e.getMessage() + ".");
    }
  }

  /** Whoever brings evidence and does not say what for wants it heard. */
  private static RevocationRules revocation(Question question, Evidence evidence) throws BadInput {
    Optional<Duration> stale = question.whole("stale_days").map(Duration::ofDays);
    Mode usual = evidence.equals(Evidence.NONE) ? Mode.OFF : Mode.REQUIRE;
    return switch (question.choice("revocation", List.of(Mode.values()), usual)) {
      case REQUIRE -> RevocationRules.REQUIRED;
      case STALE_OK -> RevocationRules.staleOk(stale);
      case OFF -> RevocationRules.OFF;
    };
  }

  private static Instant at(Question question, Instant now) throws BadInput {
    try {
      return question.text("at").map(Instant::parse).orElse(now);
    } catch (DateTimeParseException e) {
      throw new BadInput("at must be a time like 2026-01-02T03:04:05Z.");
    }
  }

  private static List<X509Certificate> certificates(Question question, String name)
      throws BadInput {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String text : question.texts(name)) {
      try {
        if (text.contains("-----BEGIN")) {
          certificates.addAll(Certificates.fromPem(text));
        } else {
          certificates.add(Certificates.fromDer(Question.base64(name, text)));
        }
      } catch (CertificateException e) {
        throw new BadInput(name + " holds what is no certificate: " + e.getMessage() + ".");
      }
    }
    return certificates;
  }

  private static List<X509CRL> lists(Question question) throws BadInput {
    List<X509CRL> lists = new ArrayList<>();
    for (String text : question.texts("crls")) {
      try {
        lists.add(RevocationLists.fromDer(der("crls", text)));
      } catch (CRLException e) {
        throw new BadInput("crls holds what is no revocation list: " + e.getMessage() + ".");
      }
    }
    return lists;
  }

  private static List<Bytes> responses(Question question) throws BadInput {
    List<Bytes> responses = new ArrayList<>();
    for (String text : question.texts("ocsp")) {
      responses.add(Bytes.of(der("ocsp", text)));
    }
    return responses;
  }

  /** PEM or base64 alike. */
  private static byte[] der(String name, String text) throws BadInput {
    String bare = text.replaceAll("-----[A-Z0-9 ]{1,40}-----", "");
    return Question.base64(name, bare);
  }

  /**
   * Judges it.
   *
   * @throws TrustException with the reason if it is refused
   */
  void judge() throws TrustException {
    new ChainJudge(rules).judge(leaf, others, anchors, at, keyUses, evidence);
    if (host.isPresent()) {
      host.get().requireIn(leaf);
    }
  }
}
