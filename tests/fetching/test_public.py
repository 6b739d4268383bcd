"""Which addresses are public."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.fetching import public

NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1
::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a00:1
64:ff9b:1::1 64:ff9b:1::8.8.8.8 100::1 2001::1 2001:0:808:808:: 2001:2::1 2001:10::1 2001:20::1 2001:db8::1
2002:7f00:1:: 2002:808:808:: 3fff::1 2a00:1450::5efe:10.0.0.1 2a00:1450::200:5efe:127.0.0.1 5f00::1 fc00::1
fd00:ec2::254 fd20:ce::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1
"""

PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.17
169.253.255.255 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0
223.255.255.255 2001:200::1 2001:4860:4860::8888 2003::1 2400::1 2606:4700::1111 2a00:1450:4001::200e
3ffe::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2a00:1450::5efe:8.8.8.8
"""


@pytest.mark.parametrize(
    "address",
    NOT_PUBLIC.split(),
)
def test_what_is_not_public_has_an_objection(address: str) -> None:
    assert public.objection(address)


@pytest.mark.parametrize(
    "address",
    PUBLIC.split(),
)
def test_what_is_public_has_none(address: str) -> None:
    assert public.objection(address) is None


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "0x7f.1", "1.1.1.1 ", "[::1]", "1.1.1.1:80", "١.١.١.١"]
)
def test_what_is_no_address_is_not_connected_to(text: str) -> None:
    assert public.objection(text) == "no IP address"


@given(st.ip_addresses())
@example(ip_address("192.31.196.1"))
def test_nothing_passes_that_python_calls_private(ip: IPv4Address | IPv6Address) -> None:
    inside = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    nat64 = isinstance(ip, IPv6Address) and ip in ip_network("64:ff9b::/96")
    if public.objection(str(ip)) is None and not nat64:
        assert (inside or ip).is_global
        assert not any((ip.is_multicast, ip.is_loopback, ip.is_link_local, ip.is_unspecified))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_inside_an_ipv6_one_is_judged_like_itself(ip: IPv4Address) -> None:
    assert public.objection(f"::ffff:{ip}") == public.objection(f"64:ff9b::{ip}") == public.objection(str(ip))
    assert bool(public.objection(f"2a00:1450::5efe:{ip}")) == bool(public.objection(str(ip)))


@given(st.text(max_size=50))
def test_any_text_is_judged(text: str) -> None:
    assert public.objection(text) is None or isinstance(public.objection(text), str)


def test_the_ranges_are_well_formed_and_told_apart() -> None:
    ranges = public._ranges()
    assert all(what for _, what in ranges)
    assert len({network for network, _ in ranges}) == len(ranges) > 15
