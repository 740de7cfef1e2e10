// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;

/**
 * An OCSP responder with one answer, and the wish of this Java's own TLS servers to staple it: for
 * servers that are made meanwhile.
 */
public final class Responder {
  private static final String STAPLE = "jdk.tls.server.enableStatusRequestExtension";
  private static final String RESPONDER = "jdk.tls.stapling.responderURI";

  /** What is done meanwhile. */
  public interface Act {
    void run() throws Exception;
  }

  private Responder() {}

  /**
   * @param answer DER in base64
   */
  public static void whileStapling(String answer, Act act) throws Exception {
    HttpServer server = serve(Base64.getDecoder().decode(answer));
    System.setProperty(STAPLE, "true");
    System.setProperty(RESPONDER, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    try {
      act.run();
    } finally {
      System.clearProperty(STAPLE);
      System.clearProperty(RESPONDER);
      server.stop(0);
    }
  }

  private static HttpServer serve(byte[] der) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
          exchange.sendResponseHeaders(200, der.length);
          exchange.getResponseBody().write(der);
          exchange.close();
        });
    server.start();
    return server;
  }
}
