// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNameTest {

  private static X509Certificate offering(String name) {
    int kind = name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName;
    return Authority.selfSigned(Wish.server().withNames(new GeneralName(kind, name))).leaf();
  }

  @ParameterizedTest
  @CsvSource({
    "pumps.example.org, pumps.example.org",
    "PUMPS.Example.org, pumps.example.ORG",
    "pumps.example.org., pumps.example.org",
    "localhost, localhost",
    "pumps.example.org, *.example.org",
    "127.0.0.1, 127.0.0.1",
    "::1, ::1",
    "[::1], 0:0:0:0:0:0:0:1",
    "b\u00fccher.example.org, xn--bcher-kva.example.org"
  })
  void whatIsProvenIsAccepted(String host, String offered) {
    assertThatCode(() -> HostName.from(host).requireIn(offering(offered)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "pumps.example.org, example.org",
    "example.org, *.example.org",
    "a.pumps.example.org, *.example.org",
    "pumps.example.org, p*.example.org",
    "pumps.example.org, pumps.*.org",
    "example.org, *.org",
    "localhost, *",
    "pumps.example.org, pumps.example.organic",
    "127.0.0.1, 127.0.0.2",
    "::1, ::2",
    "pumps.example.org, 127.0.0.1"
  })
  void whatIsNotProvenIsRefused(String host, String offered) {
    Refused.with(
        Refusal.SERVER_NAME_MISMATCH, () -> HostName.from(host).requireIn(offering(offered)));
  }

  /** A name that only looks like an address must not be proven as a DNS name, nor the reverse. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1"})
  void anAddressInADnsNameProvesNothing(String address) {
    X509Certificate odd =
        Authority.selfSigned(Wish.server().withNames(new GeneralName(GeneralName.dNSName, address)))
            .leaf();
    Refused.with(Refusal.SERVER_NAME_MISMATCH, () -> HostName.from(address).requireIn(odd));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        "-a.example",
        "a b",
        "a/b",
        "1.2.3.999",
        "127.1",
        "1",
        "host:80",
        "::gg",
        "*.example.org",
        "a\u0000b.example"
      })
  void whatIsNoNameIsRefused(String host) {
    Refused.with(Refusal.SERVER_NAME_INVALID, () -> HostName.from(host));
  }

  /** RFC 1035, 2.3.4, in text: without the length of its first label and the root's. */
  @Test
  void aNameHas253Characters() throws Exception {
    String longest = ("a".repeat(49) + ".").repeat(5) + "org";
    assertThat(longest).hasSize(253);
    assertThat(HostName.from(longest).dnsName()).isPresent();
    Refused.with(Refusal.SERVER_NAME_INVALID, () -> HostName.from("a" + longest));
  }

  @ParameterizedTest
  @CsvSource({"pumps.example.org, true", "127.0.0.1, false", "::1, false"})
  void onlyNamesAreIndicated(String host, boolean indicated) throws Exception {
    assertThat(HostName.from(host).dnsName().isPresent()).isEqualTo(indicated);
  }
}
