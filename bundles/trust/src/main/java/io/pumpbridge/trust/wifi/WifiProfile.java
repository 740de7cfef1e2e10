// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.wifi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A configuration for wpa_supplicant (2.10): EAP-TLS (RFC 5216) with this gateway's own key, which
 * is named and not copied, only to a server of the given authorities with the given name.
 *
 * @param identity what the access point is told; the gateway's id
 * @param authorities PEM file of those that may certify the RADIUS server
 */
record WifiProfile(WifiNetwork network, String identity, Path authorities, OwnKey key) {

  /** Where the key is. */
  sealed interface OwnKey {
    List<String> globalLines();

    List<String> networkLines() throws IOException;
  }

  /** Key, certificate and chain in one file. */
  record InPkcs12(Path file, String password) implements OwnKey {
    @Override
    public List<String> globalLines() {
      return List.of();
    }

    @Override
    public List<String> networkLines() throws IOException {
      return List.of(
          quoted("private_key", file.toString()), quoted("private_key_passwd", password));
    }
  }

  /**
   * The key in a token, found by its CKA_ID; OpenSSL needs its PKCS#11 engine (libp11).
   *
   * @param id CKA_ID, in ASCII
   * @param chain PEM file; other text in it is ignored
   */
  record InToken(String id, Path library, Path pinFile, Path chain) implements OwnKey {
    @Override
    public List<String> globalLines() {
      return List.of("pkcs11_module_path=" + library);
    }

    /** A URI of RFC 7512. */
    @Override
    public List<String> networkLines() throws IOException {
      StringBuilder bytes = new StringBuilder();
      for (byte octet : id.getBytes(StandardCharsets.US_ASCII)) {
        bytes.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
      String uri = "pkcs11:id=" + bytes + ";type=private?pin-source=file:" + pinFile;
      return List.of(quoted("client_cert", chain.toString()), quoted("private_key", uri));
    }
  }

  /** The whole file. */
  String text() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Written by pump-bridge; changes are lost.");
    lines.addAll(key.globalLines());
    lines.add("network={");
    // As hexadecimal, so that no name can end the line.
    String ssid = HexFormat.of().formatHex(network.ssid().getBytes(StandardCharsets.UTF_8));
    lines.add("  ssid=" + ssid);
    lines.add("  key_mgmt=WPA-EAP WPA-EAP-SHA256");
    lines.add("  proto=RSN");
    lines.add("  pairwise=CCMP");
    lines.add("  group=CCMP");
    lines.add("  ieee80211w=1");
    lines.add("  eap=TLS");
    lines.add(quoted("identity", identity));
    lines.add(quoted("ca_cert", authorities.toString()));
    lines.add(quoted("domain_match", network.server()));
    lines.add("  phase1=\"tls_disable_tlsv1_0=1 tls_disable_tlsv1_1=1\"");
    lines.addAll(key.networkLines());
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  /**
   * @throws IOException if the value could end its line; wpa_supplicant knows no escape
   */
  private static String quoted(String name, String value) throws IOException {
    if (value.chars().anyMatch(one -> one == '"' || one < ' ' || one > '~')) {
      throw new IOException(name + " must be plain ASCII without quotes there");
    }
    return "  " + name + "=\"" + value + "\"";
  }
}
