// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.Withdrawals;
import io.pumpbridge.trust.keys.TokenPlace;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.signature.SignerTrust;
import io.pumpbridge.trust.status.ListFile;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants signed, with which key and before whom.
 *
 * @param roles that may sign it
 * @param name of the key, where there are several
 * @param issuers of the key's certificate, beyond those that lie beside it
 * @param anchors empty if the key's own authority is to be believed
 */
record SigningWish(
    OneMoreSignature document,
    Set<SignerRole> roles,
    KeySource source,
    Optional<String> name,
    List<X509Certificate> issuers,
    List<X509Certificate> anchors,
    List<X509CRL> lists) {
  /** More than any hospital has. */
  private static final int MAX_FILES = 64;

  /** The PIN comes with the wish. */
  private static final Path NO_FILE = Path.of("-");

  SigningWish {
    roles = Set.copyOf(roles);
    issuers = List.copyOf(issuers);
    anchors = List.copyOf(anchors);
    lists = List.copyOf(lists);
  }

  /**
   * Reads what {@code SigningDesk} describes.
   *
   * @throws IllegalArgumentException if a program asks wrongly
   */
  static SigningWish from(Map<String, Object> wish) throws TrustException {
    List<X509Certificate> anchors = new ArrayList<>();
    for (Object pem : list(wish, "anchors")) {
      anchors.addAll(certificates("trusted authorities", String.valueOf(pem)));
    }
    Optional<String> chain = text(wish, "chain");
    return new SigningWish(
        document(wish),
        roles(wish),
        source(wish),
        text(wish, "key"),
        chain.isPresent() ? certificates("chain", chain.get()) : List.of(),
        anchors,
        lists(wish));
  }

  private static OneMoreSignature document(Map<String, Object> wish) throws TrustException {
    if (wish.get("signed") instanceof byte[] signed) {
      Bytes before = Bytes.of(signed);
      return new OneMoreSignature(CmsVerifier.unverifiedContent(before), Optional.of(before));
    }
    if (wish.get("content") instanceof byte[] content) {
      return new OneMoreSignature(Bytes.of(content), Optional.empty());
    }
    throw new IllegalArgumentException("nothing is there to be signed");
  }

  private static Set<SignerRole> roles(Map<String, Object> wish) {
    Set<SignerRole> roles = EnumSet.noneOf(SignerRole.class);
    for (Object name : list(wish, "roles")) {
      roles.add(
          Arrays.stream(SignerRole.values())
              .filter(role -> role.wireName().equals(name))
              .findAny()
              .orElseThrow(() -> new IllegalArgumentException("there is no role " + name)));
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("at least one role must be named");
    }
    return roles;
  }

  private static KeySource source(Map<String, Object> wish) throws TrustException {
    if (wish.get("pkcs12") instanceof byte[] file) {
      return new KeySource.KeyFile(Bytes.of(file));
    }
    String library =
        text(wish, "pkcs11_library")
            .orElseThrow(() -> new IllegalArgumentException("no key is named"));
    try {
      return new KeySource.InToken(
          new TokenPlace(Path.of(library), text(wish, "pkcs11_slot").orElse("first"), NO_FILE));
    } catch (IllegalArgumentException e) {
      throw Refusal.SIGNING_INPUT_INVALID.because(
          "The token cannot be looked for: " + e.getMessage() + ".", "", e);
    }
  }

  private static List<X509CRL> lists(Map<String, Object> wish) throws TrustException {
    List<X509CRL> lists = new ArrayList<>();
    for (Object list : list(wish, "lists")) {
      if (list instanceof byte[] content) {
        try {
          lists.addAll(ListFile.read(content).lists());
        } catch (CRLException e) {
          throw Refusal.SIGNING_INPUT_INVALID.because(
              "A revocation list cannot be read: " + e.getMessage() + ".", "", e);
        }
      }
    }
    return lists;
  }

  private static List<X509Certificate> certificates(String what, String pem) throws TrustException {
    try {
      return Certificates.fromPem(pem);
    } catch (CertificateException e) {
      throw Refusal.SIGNING_INPUT_INVALID.because(
          "The " + what + " cannot be read as certificates in PEM: " + e.getMessage() + ".", "", e);
    }
  }

  private static Optional<String> text(Map<String, Object> wish, String field) {
    return wish.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static List<?> list(Map<String, Object> wish, String field) {
    List<?> list = wish.get(field) instanceof List<?> given ? given : List.of();
    if (list.size() > MAX_FILES) {
      throw new IllegalArgumentException(field + " holds more than " + MAX_FILES);
    }
    return list;
  }

  /** Whose signatures count beside that key's. */
  SignerTrust trust(PersonalKey key) throws TrustException {
    List<X509Certificate> believed =
        anchors.isEmpty() ? key.authority().map(List::of).orElse(List.of()) : anchors;
    if (believed.isEmpty()) {
      throw Refusal.SIGNING_ANCHORS_MISSING.because(
          "The certificate of "
              + key.subject()
              + " comes without its authority's: say whom to trust.",
          key.subject());
    }
    return new SignerTrust(
        believed, Withdrawals.NONE, RevocationRules.IF_KNOWN, new Evidence(lists, List.of()));
  }
}
