"""Where a session is, in words: the browser, the machine, and the network it came from."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

_BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("Zalo", "Zalo"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "điện thoại hoặc máy tính bảng Android"),
    ("Windows", "máy tính Windows"),
    ("Mac OS X", "máy tính Mac"),
    ("CrOS", "máy tính Chromebook"),
    ("Linux", "máy tính Linux"),
)
AGENT_LENGTH = 300


def device_words(user_agent: str) -> str:
    """``Chrome trên máy tính Windows``; a browser may say of itself what it likes, so this only helps to remember."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    machine = next((name for sign, name in _MACHINES if sign in user_agent), "")
    if browser and machine:
        return f"{browser} trên {machine}"
    return browser or (machine[0].upper() + machine[1:] if machine else "Thiết bị chưa rõ")


def network_of(address: str | None) -> str:
    """The network an address lies in, /24 or /64: enough to know one's own office, less than a whole address."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ip_network(f"{found}/{24 if found.version == 4 else 64}", strict=False))


def network_words(network: str) -> str:
    """``203.0.113.…``: the part of the address that is kept."""
    if not network:
        return "chưa rõ"
    bare = network.partition("/")[0]
    return f"{bare.rpartition('.')[0]}.…" if "." in bare else f"{bare.rstrip(':')}:…"
