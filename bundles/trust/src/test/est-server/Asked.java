// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpsExchange;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.xipki.util.http.XiHttpRequest;

/** The JDK's exchange as XiPKI sees requests. */
record Asked(HttpsExchange exchange, byte[] body, Map<String, String> attributes)
    implements XiHttpRequest {
  @Override
  public String getHeader(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  @Override
  public String getParameter(String name) {
    return null;
  }

  @Override
  public String getMethod() {
    return exchange.getRequestMethod();
  }

  @Override
  public String getServletPath() {
    return exchange.getRequestURI().getPath().substring("/.well-known".length());
  }

  @Override
  public String getContentType() {
    return getHeader("Content-Type");
  }

  @Override
  public Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public String getRequestURI() {
    return exchange.getRequestURI().getPath();
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public void setAttribute(String name, String value) {
    attributes.put(name, value);
  }

  @Override
  public String getContextPath() {
    return "";
  }

  @Override
  public X509Certificate[] getCertificateChain() {
    try {
      Certificate[] chain = exchange.getSSLSession().getPeerCertificates();
      return List.of(chain).toArray(new X509Certificate[0]);
    } catch (SSLPeerUnverifiedException nobody) {
      return null;
    }
  }
}
