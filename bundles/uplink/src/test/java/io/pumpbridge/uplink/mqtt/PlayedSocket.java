// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A broker without TLS or network: accepts CONNECT and SUBSCRIBE, and gives to whoever reads what a
 * test says, when it says so, also after the line is cut; as TLS does with what it had read before.
 */
final class PlayedSocket extends SSLSocket {
  private static final int CONNECT = 0x10;
  private static final int SUBSCRIBE = 0x82;
  private static final int SILENCE = -2; // -1 is the end

  private final BlockingQueue<Integer> bytes = new LinkedBlockingQueue<>();

  /** Whoever reads gets these. */
  void say(int... octets) {
    for (int octet : octets) {
      bytes.add(octet);
    }
  }

  /** Whoever reads then waits in vain, once. */
  void fallSilent() {
    bytes.add(SILENCE);
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws InterruptedIOException {
        try {
          int octet = bytes.take();
          if (octet == SILENCE) {
            throw new SocketTimeoutException("silence");
          }
          return octet;
        } catch (InterruptedException e) {
          throw new InterruptedIOException("interrupted");
        }
      }

      @Override
      public int read(byte[] target, int offset, int length) throws InterruptedIOException {
        target[offset] = (byte) read();
        return 1;
      }

      @Override
      public int available() {
        return bytes.size();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int octet) {
        throw new IllegalStateException("Paho writes whole packets");
      }

      @Override
      public void write(byte[] packet, int offset, int length) {
        int type = packet[offset] & 0xff;
        if (type == CONNECT) {
          say(0x20, 2, 0, 0);
        } else if (type == SUBSCRIBE) {
          say(0x90, 3, packet[offset + 2] & 0xff, packet[offset + 3] & 0xff, 1);
        }
      }
    };
  }

  @Override
  public void startHandshake() {}

  @Override
  public void setSoTimeout(int timeoutMs) {}

  @Override
  public void shutdownOutput() {}

  @Override
  public String[] getSupportedCipherSuites() {
    return new String[0];
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return new String[0];
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {}

  @Override
  public String[] getSupportedProtocols() {
    return new String[0];
  }

  @Override
  public String[] getEnabledProtocols() {
    return new String[0];
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {}

  @Override
  public SSLSession getSession() {
    throw new UnsupportedOperationException("there is no session");
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {}

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {}

  @Override
  public void setUseClientMode(boolean mode) {}

  @Override
  public boolean getUseClientMode() {
    return true;
  }

  @Override
  public void setNeedClientAuth(boolean need) {}

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {}

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {}

  @Override
  public boolean getEnableSessionCreation() {
    return true;
  }
}
