# The pump of the half page in device-profiles/README.md behind a terminal server: says its port on
# standard output, answers what is asked exactly as the page has it, and is silent to all else.
use strict;
use warnings;
use IO::Socket::INET;

$| = 1;
my %answers = (ID => 'ID,VP-1,30417,1.20', ST => 'ST,R,125.0,ml/h,34.5,-', AL => 'AL,E0');

sub digits { my $xor = 0; $xor ^= $_ for unpack 'C*', $_[0]; sprintf '%02X', $xor }

my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 0, Listen => 8)
  or die "no port: $!";
print $server->sockport, "\n";
while (my $line = $server->accept) {
    my $heard = '';
    while (sysread $line, my $bytes, 256) {
        $heard = substr $heard . $bytes, -256;
        while ($heard =~ s/^.*?\$([A-Z]{2})\*([0-9A-F]{2})\r//s) {
            my $answer = $2 eq digits($1) ? $answers{$1} : undef;
            syswrite $line, "\$$answer*" . digits($answer) . "\r" if defined $answer;
        }
    }
}
