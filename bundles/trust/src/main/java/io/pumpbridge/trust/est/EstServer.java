// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.refusal.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where an EST server is.
 *
 * @param host as in the URL; an IPv6 address without brackets
 * @param path {@code /.well-known/est}, perhaps with a label (RFC 7030, 3.2.2)
 */
public record EstServer(String host, int port, String path) {
  private static final int HTTPS_PORT = 443;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_CHARACTERS = 512;
  private static final String WELL_KNOWN = "/.well-known/est";

  /** One label at most, of characters that need no escaping. */
  private static final Pattern PATH =
      Pattern.compile("/\\.well-known/est(?:/[A-Za-z0-9._~-]{1,64})?");

  /**
   * Reads a URL: {@code https://HOST[:PORT]}, with or without {@code /.well-known/est[/LABEL]}.
   *
   * @throws TrustException {@code est-server-invalid}
   */
  public static EstServer from(String url) throws TrustException {
    try {
      URI uri = new URI(url);
      String host = uri.getHost();
      if (url.length() > MAX_CHARACTERS
          || !"https".equalsIgnoreCase(uri.getScheme())
          || host == null
          || uri.getRawUserInfo() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || uri.getPort() == 0
          || uri.getPort() > MAX_PORT) {
        throw invalid(url, "it must be https://HOST[:PORT]");
      }
      String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      HostName.from(bare);
      return new EstServer(bare, uri.getPort() < 0 ? HTTPS_PORT : uri.getPort(), path(url, uri));
    } catch (URISyntaxException e) {
      throw invalid(url, "it is no URL");
    }
  }

  private static String path(String url, URI uri) throws TrustException {
    String given = uri.getRawPath() == null ? "" : uri.getRawPath();
    String path = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    if (path.isEmpty()) {
      return WELL_KNOWN;
    }
    if (!PATH.matcher(path).matches()) {
      throw invalid(url, "its path must be " + WELL_KNOWN + ", with one label at most");
    }
    return path;
  }

  private static TrustException invalid(String url, String why) {
    String shown = url.length() > MAX_CHARACTERS ? url.substring(0, MAX_CHARACTERS) + "…" : url;
    return Refusal.EST_SERVER_INVALID.because(
        "\"" + shown + "\" names no EST server: " + why + ".");
  }

  /** As the header {@code Host} has it. */
  String authority() {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return port == HTTPS_PORT ? bracketed : bracketed + ":" + port;
  }

  /** The URL, as people type it. */
  @Override
  public String toString() {
    return "https://" + authority() + (path.equals(WELL_KNOWN) ? "" : path);
  }
}
