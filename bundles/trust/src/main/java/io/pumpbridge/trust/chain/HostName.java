// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name or address a server must prove (RFC 6125, RFC 9525): only subject alternative names
 * count, the common name never does; a wildcard stands for exactly one left-most label.
 */
public final class HostName {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern DNS_LABEL =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");

  /** RFC 1035. */
  private static final int MAX_LENGTH = 253;

  /** A certificate may have more; a sentence should not. */
  private static final int MAX_NAMES_TOLD = 3;

  private final String text;
  private final Optional<InetAddress> address;

  private HostName(String text, Optional<InetAddress> address) {
    this.text = text;
    this.address = address;
  }

  public static HostName from(String host) throws TrustException {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (IPV4.matcher(bare).matches() || (bare.contains(":") && IPV6.matcher(bare).matches())) {
      return new HostName(bare, Optional.of(literal(host, bare)));
    }
    try {
      String ascii = IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
      if (isDnsName(name)) {
        return new HostName(name, Optional.empty());
      }
    } catch (IllegalArgumentException e) {
      throw invalid(host);
    }
    throw invalid(host);
  }

  private static InetAddress literal(String host, String bare) throws TrustException {
    try {
      // Only digits, dots and colons come here: nothing is looked up.
      return InetAddress.getByName(bare);
    } catch (UnknownHostException e) {
      throw invalid(host);
    }
  }

  private static boolean isDnsName(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (!DNS_LABEL.matcher(label).matches()) {
        return false;
      }
    }
    // 1.2.3.999 and 127.1 are typing mistakes, and some resolvers take them for addresses.
    return !name.substring(name.lastIndexOf('.') + 1).chars().allMatch(Character::isDigit);
  }

  private static TrustException invalid(String host) {
    return Refusal.SERVER_NAME_INVALID.because(
        "\"" + host + "\" is neither a host name nor an address: correct the server's setting.");
  }

  /** The name for server name indication; empty for an address, which has none. */
  public Optional<String> dnsName() {
    return address.isPresent() ? Optional.empty() : Optional.of(text);
  }

  public void requireIn(X509Certificate certificate) throws TrustException {
    List<AlternativeName> names = alternativeNames(certificate);
    if (names.stream().anyMatch(this::isProvenBy)) {
      return;
    }
    String subject = Certificates.subjectOf(certificate);
    String offered =
        names.stream()
            .limit(MAX_NAMES_TOLD)
            .map(AlternativeName::toString)
            .collect(Collectors.joining(", "));
    String proven =
        names.isEmpty()
            ? "proves no name at all"
            : "proves only " + offered + (names.size() > MAX_NAMES_TOLD ? " and others" : "");
    throw Refusal.SERVER_NAME_MISMATCH.because(
        "The server should be " + text + ", but its certificate " + proven + ".", subject);
  }

  private static List<AlternativeName> alternativeNames(X509Certificate certificate)
      throws TrustException {
    try {
      return AlternativeName.of(certificate);
    } catch (CertificateParsingException e) {
      String subject = Certificates.subjectOf(certificate);
      throw Refusal.SERVER_NAME_MISMATCH.because(
          "The server's alternative names cannot be read.", subject, e);
    }
  }

  private boolean isProvenBy(AlternativeName name) {
    return switch (name.kind()) {
      case AlternativeName.DNS -> matchesDns(name.content().toText(StandardCharsets.ISO_8859_1));
      case AlternativeName.ADDRESS ->
          address.isPresent()
              && Arrays.equals(address.get().getAddress(), name.content().toArray());
      default -> false;
    };
  }

  private boolean matchesDns(String pattern) {
    if (address.isPresent()) {
      return false;
    }
    String lower = pattern.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("*.")) {
      return lower.equals(text);
    }
    String parent = lower.substring(1);
    int firstDot = text.indexOf('.');
    // "*.org" would be half of the world.
    return firstDot > 0
        && parent.indexOf('.', 1) > 0
        && isDnsName(parent.substring(1))
        && text.substring(firstDot).equals(parent);
  }

  @Override
  public String toString() {
    return text;
  }
}
