// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Says what it is told to whoever connects, record by record, whatever they say. It never shakes
 * hands, so whatever of the application reached it would be in records of that type.
 */
public final class RawPeer {

  /** What it says once the client's first record has come. */
  public interface Talk {
    void to(OutputStream client, byte[] hello) throws IOException;
  }

  private static final int APPLICATION_DATA = 23;
  private static final int HANDSHAKE = 22;

  private RawPeer() {}

  public static Peer saying(String hex) {
    byte[] all = HexFormat.of().parseHex(hex.replace(" ", ""));
    return talking((client, hello) -> client.write(all));
  }

  public static Peer talking(Talk talk) {
    return new LonePeer(connection -> serve(connection, talk));
  }

  /** One record in the clear. */
  public static byte[] record(int type, byte[] content) {
    byte[] whole = new byte[5 + content.length];
    whole[0] = (byte) type;
    whole[1] = 3;
    whole[2] = 3;
    whole[3] = (byte) (content.length >> 8);
    whole[4] = (byte) content.length;
    System.arraycopy(content, 0, whole, 5, content.length);
    return whole;
  }

  public static byte[] handshake(String hex) {
    return record(HANDSHAKE, HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static long serve(Socket connection, Talk talk) throws IOException {
    DataInputStream in = new DataInputStream(connection.getInputStream());
    byte[] hello = content(in, in.readByte());
    try {
      talk.to(connection.getOutputStream(), hello);
    } catch (SocketException hungUp) {
      // What the client sent until then is what counts.
    }
    long application = 0;
    try {
      for (int type = in.read(); type >= 0; type = in.read()) {
        int length = content(in, type).length;
        application += type == APPLICATION_DATA ? length : 0;
      }
    } catch (SocketException | EOFException over) {
      return application;
    }
    return application;
  }

  private static byte[] content(DataInputStream in, int type) throws IOException {
    if (type < 20 || type > 23) {
      throw new AssertionError("the client does not speak TLS: " + type);
    }
    byte[] head = in.readNBytes(4);
    if (head.length < 4) {
      throw new EOFException();
    }
    int length = Byte.toUnsignedInt(head[2]) << 8 | Byte.toUnsignedInt(head[3]);
    byte[] content = in.readNBytes(length);
    return Arrays.copyOf(content, content.length);
  }
}
