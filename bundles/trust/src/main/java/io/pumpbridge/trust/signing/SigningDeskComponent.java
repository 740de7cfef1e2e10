// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.SigningDesk;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.signature.SignerTrust;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Has people sign, where a command asks for it by an empty configuration; an agent never does.
 * Immediate, so that whoever waits for it finds its port there.
 */
@Component(
    name = SigningDeskComponent.PID,
    service = SigningDesk.class,
    immediate = true,
    configurationPid = SigningDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class SigningDeskComponent implements SigningDesk {
  static final String PID = "io.pumpbridge.trust.signingdesk";

  private final Clock clock;

  /** The desk's own clock: there is no gateway whose time could be trusted. */
  @Activate
  public SigningDeskComponent() {
    this(Clock.systemUTC());
  }

  SigningDeskComponent(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Map<String, Object> read(byte[] signed) throws TrustException {
    Bytes file = Bytes.of(signed);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("content", CmsVerifier.unverifiedContent(file).toArray());
    answer.put("signers", told(CmsVerifier.unverifiedSigners(file)));
    return answer;
  }

  @Override
  public Map<String, Object> sign(Map<String, Object> asked) throws TrustException {
    char[] secret = asked.get("secret") instanceof char[] given ? given : new char[0];
    try {
      SigningWish wish = SigningWish.from(asked);
      PersonalKey key =
          wish.source().take(secret, wish.name(), wish.roles()).issuedBy(wish.issuers());
      return sign(wish, key, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    } finally {
      Arrays.fill(secret, ' ');
    }
  }

  private static Map<String, Object> sign(SigningWish wish, PersonalKey key, Instant now)
      throws TrustException {
    SignerTrust trust = wish.trust(key);
    Set<SignerRole> roles = EnumSet.of(key.role());
    if (wish.document().before().isPresent()) {
      List<Signer> before = verified(wish, trust, now);
      requireOpen(key, before);
      before.forEach(signer -> roles.add(signer.role()));
    }
    PersonalSigner signer = new PersonalSigner(key);
    Bytes signed = wish.document().by(key, signer, key.carried(trust.anchors()), now);
    SignedContent proven = CmsVerifier.verify(signed, roles, trust, now);
    if (!proven.content().equals(wish.document().content())) {
      throw new IllegalStateException("another content was signed than was read");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("signed", signed.toArray());
    answer.put("role", key.role().wireName());
    answer.put("subject", key.subject());
    answer.put("at", now.toString());
    answer.put("algorithm", signer.algorithm());
    answer.put("signers", told(proven.signers()));
    answer.put(
        "missing",
        wish.roles().stream()
            .filter(role -> !roles.contains(role))
            .sorted()
            .map(SignerRole::wireName)
            .toList());
    return answer;
  }

  /** Nobody adds a name to what does not hold. */
  private static List<Signer> verified(SigningWish wish, SignerTrust trust, Instant now)
      throws TrustException {
    Bytes before = wish.document().before().orElseThrow();
    Set<SignerRole> claimed = EnumSet.noneOf(SignerRole.class);
    for (Signer signer : CmsVerifier.unverifiedSigners(before)) {
      if (!wish.roles().contains(signer.role())) {
        throw Refusal.SIGNER_UNEXPECTED.because(
            signer.subject()
                + " has signed as "
                + signer.role().wireName()
                + ", and nobody asks for that here.",
            signer.subject());
      }
      claimed.add(signer.role());
    }
    return CmsVerifier.verify(before, claimed, trust, now).signers();
  }

  private static void requireOpen(PersonalKey key, List<Signer> before) throws TrustException {
    for (Signer signer : before) {
      if (signer.subject().equals(key.subject())) {
        throw Refusal.SAME_SIGNER.because(
            key.subject() + " has signed already; each role needs another person.", key.subject());
      }
      if (signer.role() == key.role()) {
        throw Refusal.ROLE_TAKEN.because(
            signer.subject() + " has signed as " + key.role().wireName() + " already.",
            key.subject());
      }
    }
  }

  private static List<Map<String, Object>> told(List<Signer> signers) {
    return signers.stream()
        .map(
            signer ->
                Map.<String, Object>of(
                    "role", signer.role().wireName(), "subject", signer.subject()))
        .toList();
  }
}
