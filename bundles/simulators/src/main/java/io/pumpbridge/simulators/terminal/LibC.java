// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.terminal;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/**
 * The few calls of Linux's C library that make a pseudo-terminal. The numbers are Linux's on x86
 * and ARM alike; {@code long} has the width of {@code size_t} on both.
 */
interface LibC extends Library {
  LibC C = Native.load("c", LibC.class);

  int O_RDWR = 0x2;
  int O_NOCTTY = 0x100;
  int O_NONBLOCK = 0x800;
  int O_CLOEXEC = 0x80000;
  int TCSANOW = 0;
  int TCIOFLUSH = 2;
  short POLLIN = 0x1;
  short POLLOUT = 0x4;
  int EINTR = 4;
  int EAGAIN = 11;

  int posix_openpt(int flags) throws LastErrorException;

  int grantpt(int fd) throws LastErrorException;

  int unlockpt(int fd) throws LastErrorException;

  /** Returns the error instead of setting errno. */
  int ptsname_r(int fd, byte[] name, NativeLong size);

  int open(String path, int flags) throws LastErrorException;

  int close(int fd) throws LastErrorException;

  int tcgetattr(int fd, Pointer termios) throws LastErrorException;

  void cfmakeraw(Pointer termios);

  int tcsetattr(int fd, int actions, Pointer termios) throws LastErrorException;

  int tcflush(int fd, int queue) throws LastErrorException;

  int poll(Pointer fds, NativeLong count, int timeoutMs) throws LastErrorException;

  NativeLong read(int fd, byte[] buffer, NativeLong count) throws LastErrorException;

  NativeLong write(int fd, byte[] buffer, NativeLong count) throws LastErrorException;
}
