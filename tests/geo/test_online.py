"""Online geocoders against answers of recorded form, served on this machine; no other host is reached."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy import exc
from geopy.adapters import URLLibAdapter
from geopy.geocoders import Nominatim
from pyproj import Geod

from geo import __main__ as cli
from geo.datum import Datum, convert
from geo.errors import PlaceError, ServiceError
from geo.geocode import GazetteerGeocoder
from geo.online import AMap, Baidu, Cascade, OnlineService, Tianditu, services
from geo.online import service as service_module
from geo.online.baidu import error_m
from geo.online.cache import ReplyCache

SITE = (115.6712, 36.0011)  # WGS 84, in 莘县
ELSEWHERE = (116.2354, 36.8665)  # in 高唐县
KEY = "k3y-of-nobody"


def shifted(point, datum):
    lon, lat = convert(*point, source="wgs84", target=datum)
    return float(lon), float(lat)


def metres(location, point):
    return Geod(ellps="WGS84").inv(location.longitude, location.latitude, *point)[2]


def amap_answer(point=SITE, level="兴趣点", address="山东省聊城市莘县古云医养院"):
    lon, lat = shifted(point, "gcj02")
    one = {
        "formatted_address": address,
        "country": "中国",
        "province": "山东省",
        "citycode": "0635",
        "city": "聊城市",
        "district": "莘县",
        "township": [],
        "neighborhood": {"name": [], "type": []},
        "building": {"name": [], "type": []},
        "adcode": "371522",
        "street": [],
        "number": [],
        "location": f"{lon:.6f},{lat:.6f}",
        "level": level,
    }
    return {"status": "1", "info": "OK", "infocode": "10000", "count": "1", "geocodes": [one]}


def amap_error(code, info):
    return {"status": "0", "info": info, "infocode": code}


def tianditu_answer(point=SITE, score=98, level="兴趣点"):
    location = {"score": score, "level": level, "lon": point[0], "lat": point[1], "keyWord": "莘县古云医养院"}
    return {"msg": "ok", "location": location, "searchVersion": "6.4.9V", "status": "0"}


def baidu_answer(point=SITE, level="医疗", confidence=80, datum="bd09"):
    lon, lat = shifted(point, datum)
    result = {
        "location": {"lng": lon, "lat": lat},
        "precise": 1,
        "confidence": confidence,
        "comprehension": 100,
        "level": level,
    }
    return {"status": 0, "result": result}


def nominatim_answer(point=SITE, addresstype="amenity"):
    one = {
        "place_id": 1,
        "lat": str(point[1]),
        "lon": str(point[0]),
        "class": "amenity",
        "type": "hospital",
        "addresstype": addresstype,
        "display_name": "古云医养院, 莘县, 聊城市, 山东省, 中国",
        "boundingbox": ["36.0", "36.01", "115.67", "115.68"],
    }
    return [one]


class Server:
    """Gives its *replies* in turn, the last for ever: (status, body), a body, or seconds to wait."""

    def __init__(self, domain):
        self.domain = domain
        self.replies = []
        self.asked = []

    def options(self):
        return {
            "domain": self.domain,
            "scheme": "http",
            "proxies": {},
            "timeout": 0.5,
            "adapter_factory": URLLibAdapter,
        }


@pytest.fixture
def server():
    with serving() as one:
        yield one


@contextmanager
def serving():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            state.asked.append((parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}))
            reply = state.replies.pop(0) if len(state.replies) > 1 else state.replies[0]
            if isinstance(reply, float):
                time.sleep(reply)
                reply = {}
            status, body = reply if isinstance(reply, tuple) else (200, reply)
            data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            try:
                self.wfile.write(data)
            except OSError:
                return  # the client has hung up: that is the test

        def log_message(self, *_):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    state = Server(f"127.0.0.1:{httpd.server_port}")
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


MAKERS = {
    "amap": lambda server: AMap(KEY, **server.options()),
    "tianditu": lambda server: Tianditu(KEY, **server.options()),
    "baidu": lambda server: Baidu(KEY, **server.options()),
    "nominatim": lambda server: Nominatim(user_agent="project-map-test", **server.options()),
}
ANSWERS = {
    "amap": amap_answer,
    "tianditu": tianditu_answer,
    "baidu": baidu_answer,
    "nominatim": nominatim_answer,
}


def online(name, server, **options):
    made = MAKERS[name](server)
    quick = {"min_delay_s": 0.0, "retry_wait_s": 0.0, "secret": KEY} | options
    return OnlineService(name, made, **quick)


# --- the geocoders -----------------------------------------------------------------------


@pytest.mark.parametrize("name", MAKERS)
def test_answers_are_wgs84(server, name):
    server.replies = [ANSWERS[name]()]
    with MAKERS[name](server) as geocoder:
        location = geocoder.geocode("莘县古云医养院")
        assert metres(location, SITE) < 0.2
        (same,) = geocoder.geocode("莘县古云医养院", exactly_one=False)
        assert same.point == location.point


def test_raw_keeps_what_the_service_said(server):
    server.replies = [amap_answer()]
    location = AMap(KEY, **server.options()).geocode("x", city="371500")
    lon, lat = map(float, location.raw["location"].split(","))
    assert 400 < Geod(ellps="WGS84").inv(lon, lat, *SITE)[2] < 650
    assert location.address == "山东省聊城市莘县古云医养院"
    path, asked = server.asked[0]
    assert (path, asked["key"], asked["address"], asked["city"]) == ("/v3/geocode/geo", KEY, "x", "371500")


def test_baidu_is_asked_for_the_datum_that_is_assumed(server):
    server.replies = [baidu_answer(datum="gcj02")]
    geocoder = Baidu(KEY, datum=Datum.GCJ02, **server.options())
    assert metres(geocoder.geocode("x"), SITE) < 0.2
    assert server.asked[0][1]["ret_coordtype"] == "gcj02ll"
    with pytest.raises(ValueError, match="bd09 or gcj02"):
        Baidu(KEY, datum=Datum.WGS84)


@pytest.mark.parametrize(
    ("name", "reply", "where"),
    [
        (
            "amap",
            {
                "status": "1",
                "infocode": "10000",
                "regeocode": {"formatted_address": "山东省聊城市莘县古云镇"},
            },
            lambda q: tuple(map(float, q["location"].split(","))),
        ),
        (
            "tianditu",
            {"status": "0", "msg": "ok", "result": {"formatted_address": "山东省聊城市莘县古云镇"}},
            lambda q: (json.loads(q["postStr"])["lon"], json.loads(q["postStr"])["lat"]),
        ),
        (
            "baidu",
            {
                "status": 0,
                "result": {"formatted_address": "山东省聊城市莘县古云镇", "location": {"lng": 1, "lat": 2}},
            },
            lambda q: tuple(map(float, q["location"].split(",")))[::-1],
        ),
    ],
)
def test_reverse_asks_in_the_datum_of_the_service(server, name, reply, where):
    server.replies = [reply]
    geocoder = MAKERS[name](server)
    location = geocoder.reverse((SITE[1], SITE[0]))
    assert location.address == "山东省聊城市莘县古云镇"
    assert metres(location, SITE) == 0, "the point that was asked about"
    assert where(server.asked[0][1]) == pytest.approx(shifted(SITE, geocoder.datum), abs=2e-6)


def test_reverse_of_nowhere(server):
    server.replies = [{"status": "1", "infocode": "10000", "regeocode": {"formatted_address": []}}]
    assert AMap(KEY, **server.options()).reverse((0, 0)) is None
    server.replies = [{"status": "101", "msg": "no data"}]
    assert Tianditu(KEY, **server.options()).reverse((0, 0)) is None


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("amap", {"status": "1", "info": "OK", "infocode": "10000", "count": "0", "geocodes": []}),
        ("amap", {"status": "1", "info": "OK", "infocode": "10000", "geocodes": [{"location": []}]}),
        ("tianditu", {"msg": "无结果", "status": "101"}),
        ("tianditu", {"msg": "ok", "status": "0"}),
        ("baidu", {"status": 0, "result": []}),
        ("nominatim", []),
    ],
)
def test_nothing_found_is_none(server, name, reply):
    server.replies = [reply]
    assert MAKERS[name](server).geocode("x") is None


@pytest.mark.parametrize(
    ("name", "reply", "error"),
    [
        ("amap", amap_error("10001", "INVALID_USER_KEY"), exc.GeocoderAuthenticationFailure),
        ("amap", amap_error("10009", "USERKEY_PLAT_NOMATCH"), exc.GeocoderAuthenticationFailure),
        ("amap", amap_error("10005", "INVALID_USER_IP"), exc.GeocoderInsufficientPrivileges),
        ("amap", amap_error("10003", "DAILY_QUERY_OVER_LIMIT"), exc.GeocoderQuotaExceeded),
        ("amap", amap_error("10044", "USER_DAILY_QUERY_OVER_LIMIT"), exc.GeocoderQuotaExceeded),
        ("amap", amap_error("10021", "CUQPS_HAS_EXCEEDED_THE_LIMIT"), exc.GeocoderRateLimited),
        ("amap", amap_error("20000", "INVALID_PARAMS"), exc.GeocoderQueryError),
        ("amap", amap_error("30001", "ENGINE_RESPONSE_DATA_ERROR"), exc.GeocoderQueryError),
        ("amap", amap_error("20003", "UNKNOWN_ERROR"), exc.GeocoderServiceError),
        ("amap", amap_error("10016", "SERVER_IS_BUSY"), exc.GeocoderUnavailable),
        ("amap", amap_error("77777", "NEW"), exc.GeocoderServiceError),
        ("tianditu", (403, {"msg": "非法Key", "resolve": "…", "code": 1}), exc.GeocoderAuthenticationFailure),
        ("tianditu", (403, {"msg": "超出配额限制", "code": 12}), exc.GeocoderQuotaExceeded),
        ("tianditu", (403, b"<html>"), exc.GeocoderInsufficientPrivileges),
        ("tianditu", {"msg": "非法Key", "code": 1}, exc.GeocoderAuthenticationFailure),
        ("tianditu", {"msg": "error", "status": "404"}, exc.GeocoderServiceError),
        ("baidu", {"status": 200, "message": "APP不存在"}, exc.GeocoderAuthenticationFailure),
        ("baidu", {"status": 302, "message": "天配额超限"}, exc.GeocoderQuotaExceeded),
        ("baidu", {"status": 1, "message": "服务器内部错误"}, exc.GeocoderServiceError),
        ("nominatim", (429, {}), exc.GeocoderRateLimited),
        # broken answers
        ("amap", b"<html>502</html>", exc.GeocoderParseError),
        ("amap", b'{"status":"1","geoco', exc.GeocoderParseError),
        ("amap", [], exc.GeocoderParseError),
        ("amap", {"status": "1", "infocode": "10000"}, exc.GeocoderParseError),
        ("amap", {"status": "1", "geocodes": [{"location": "116.1"}]}, exc.GeocoderParseError),
        ("amap", {"status": "1", "geocodes": [{"location": "x,y"}]}, exc.GeocoderParseError),
        ("amap", {"status": "1", "geocodes": [{"location": "36.4,116.1"}]}, exc.GeocoderParseError),
        ("tianditu", b"", exc.GeocoderParseError),
        ("tianditu", [], exc.GeocoderParseError),
        ("tianditu", {"status": "0", "location": {"lon": "x", "lat": 1}}, exc.GeocoderParseError),
        ("tianditu", {"status": "0", "location": {"lon": 116}}, exc.GeocoderParseError),
        ("baidu", {"status": 0, "result": {"location": {}}}, exc.GeocoderParseError),
        ("baidu", [], exc.GeocoderParseError),
        ("amap", (500, {}), exc.GeocoderServiceError),
        ("amap", (503, {}), exc.GeocoderTimedOut),
        ("tianditu", (502, {}), exc.GeocoderServiceError),
    ],
)
def test_errors_are_geopys(server, name, reply, error):
    server.replies = [reply]
    with pytest.raises(error) as caught:
        MAKERS[name](server).geocode("x")
    assert type(caught.value) is error


@pytest.mark.parametrize("name", MAKERS)
def test_slow_and_dead_services(server, name):
    server.replies = [2.0]
    with pytest.raises(exc.GeocoderTimedOut):
        MAKERS[name](server).geocode("x")
    server.domain = "127.0.0.1:9"  # nobody listens
    with pytest.raises(exc.GeocoderServiceError, match="refused"):
        MAKERS[name](server).geocode("x")


# --- a service ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reply", "level", "radius_m"),
    [
        ("amap", amap_answer(), "site", 300),
        ("amap", amap_answer(level="乡镇"), "town", 10_000),
        ("amap", amap_answer(level="新词"), "", 5000),
        ("tianditu", tianditu_answer(), "site", 300),
        ("baidu", baidu_answer(confidence=80), "site", 300),
        ("baidu", baidu_answer(confidence=30), "site", 5000),
        ("nominatim", nominatim_answer(), "site", 300),
        ("nominatim", nominatim_answer(addresstype="county"), "county", 30_000),
    ],
)
def test_levels_of_the_services_become_ours(server, name, reply, level, radius_m):
    server.replies = [reply]
    answer = online(name, server).ask("x")
    assert (answer.level, answer.radius_m) == (level, radius_m)


def test_tianditu_s_poor_matches_are_none(server):
    server.replies = [tianditu_answer(score=41)]
    assert online("tianditu", server).ask("x") is None


@pytest.mark.parametrize(
    ("confidence", "metres"), [(100, 20), (99, 50), (80, 100), (50, 1000), (30, 5000), (5, 10_000)]
)
def test_error_of_baidu(confidence, metres):
    assert error_m(confidence) == metres


def test_passing_faults_are_tried_again(server):
    server.replies = [
        (500, {}),
        b"<html>",
        amap_error("10021", "CUQPS_HAS_EXCEEDED_THE_LIMIT"),
        amap_answer(),
    ]
    assert online("amap", server, retries=3).ask("x").level == "site"
    assert len(server.asked) == 4


def test_the_query_s_fault_is_not_tried_again(server):
    server.replies = [amap_error("30001", "ENGINE_RESPONSE_DATA_ERROR"), amap_answer()]
    service = online("amap", server)
    with pytest.raises(ServiceError, match="30001"):
        service.ask("x")
    assert len(server.asked) == 1
    assert service.ask("y") is not None, "another query may be asked"


@pytest.mark.parametrize(
    "reply", [amap_error("10001", "INVALID_USER_KEY"), amap_error("10003", "DAILY_QUERY_OVER_LIMIT")]
)
def test_a_wrong_or_spent_key_is_not_used_again(server, reply):
    server.replies = [reply]
    service = online("amap", server)
    for _ in range(3):
        with pytest.raises(ServiceError, match=reply["info"]):
            service.ask("x")
    assert len(server.asked) == 1


def test_a_dead_service_is_left_alone(server):
    server.replies = [(500, {})]
    service = online("amap", server, retries=1)
    for number in range(5):
        with pytest.raises(ServiceError, match="amap: "):
            service.ask(f"{number}")
    assert len(server.asked) == 4, "two queries, each tried twice"
    assert "not asked any more" in service.closed


def test_the_key_is_in_no_message(server, capfd):
    server.domain = "127.0.0.1:9"
    service = online("amap", server)
    with pytest.raises(ServiceError) as caught:
        service.ask("莘县古云医养院")
    text = f"{caught.value!r} {caught.value.__cause__!r} {service.closed}"
    printed = "".join(capfd.readouterr())
    assert KEY not in text + printed
    assert printed == ""


def test_requests_keep_their_distance(server):
    server.replies = [amap_answer()]
    service = online("amap", server, min_delay_s=0.15)
    start = time.monotonic()
    for number in range(3):
        service.ask(f"{number}")
    assert time.monotonic() - start >= 0.3


# --- the cache ---------------------------------------------------------------------------


def test_answers_are_asked_for_once_and_expire(server, tmp_path, monkeypatch):
    path = tmp_path / "deep" / "cache.sqlite"
    server.replies = [amap_answer(), {"status": "1", "geocodes": []}]
    first = online("amap", server, cache=ReplyCache(path)).ask("x")
    again = online("amap", server, cache=ReplyCache(path))
    assert again.ask("x") == first
    assert again.ask("nothing") is None
    assert again.ask("nothing") is None
    assert len(server.asked) == 2
    assert KEY.encode() not in path.read_bytes()
    now = time.time()
    for days, asked in ((6, 2), (8, 3), (31, 5)):
        monkeypatch.setattr("geo.online.cache.time.time", lambda d=days: now + d * 86_400)
        again.ask("nothing")
        again.ask("x") if days != 8 else None
        assert len(server.asked) == asked


def test_failures_are_not_kept(server, tmp_path):
    server.replies = [(500, {}), amap_answer()]
    service = online("amap", server, retries=0, cache=ReplyCache(tmp_path / "c.sqlite"))
    with pytest.raises(ServiceError):
        service.ask("x")
    assert service.ask("x").level == "site"


def test_services_do_not_share_answers(tmp_path):
    cache = ReplyCache(tmp_path / "c.sqlite")
    cache.put("amap", "x", "{}")
    assert cache.get("amap", "x") == (True, "{}")
    assert cache.get("baidu", "x") == (False, "")


def test_a_cache_that_cannot_be_used_costs_only_itself(tmp_path):
    broken = tmp_path / "c.sqlite"
    broken.write_bytes(b"no database at all" * 100)
    cache = ReplyCache(broken)
    cache.put("amap", "x", "{}")
    assert cache.get("amap", "x") == (True, "{}"), "made anew"
    blocked = tmp_path / "file"
    blocked.write_text("")
    nowhere = ReplyCache(blocked / "c.sqlite")
    nowhere.put("amap", "x", "{}")
    assert nowhere.get("amap", "x") == (False, "")


# --- the cascade -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gazetteer():
    return GazetteerGeocoder()


def test_a_place_is_answered_without_asking(server, gazetteer):
    cascade = Cascade([gazetteer, online("amap", server)])
    location = cascade.geocode("沙镇镇")
    assert (location.raw["service"], location.raw["code"]) == ("gazetteer", "371502101")
    assert server.asked == []


def test_a_thing_in_a_place_is_asked_for_with_its_context(server, gazetteer):
    server.replies = [amap_answer()]
    location = Cascade([gazetteer, online("amap", server)]).geocode("莘县古云医养院")
    assert metres(location, SITE) < 0.2
    raw = location.raw
    assert (raw["service"], raw["level"], raw["datum"]) == ("amap", "site", "WGS 84")
    assert (raw["county"], raw["county_code"]) == ("莘县", "371522")
    assert server.asked[0][1]["address"] == "山东省聊城市莘县古云医养院"


def test_an_answer_in_another_county_is_rejected_with_the_reason(server, gazetteer):
    server.replies = [amap_answer(ELSEWHERE, address="高唐县某医养院")]
    location = Cascade([gazetteer, online("amap", server)]).geocode("莘县古云医养院")
    assert (location.raw["service"], location.raw["code"]) == ("gazetteer", "371522106")
    (line,) = location.raw["considered"]
    assert line.startswith("amap: 高唐县某医养院 (116.2354, 36.8665) lies in 高唐县, not in 莘县")


def test_within_bounds_what_the_gazetteer_does_not_know(server, gazetteer):
    server.replies = [amap_answer(ELSEWHERE)]
    cascade = Cascade([gazetteer, online("amap", server)])
    assert cascade.geocode("某某研究院", within="莘县") is None
    assert "lies in 高唐县, not in 莘县" in cascade.ask("某某研究院", within="莘县").considered[0]
    assert metres(cascade.geocode("某某研究院", within="聊城市"), ELSEWHERE) < 0.2
    free = cascade.geocode("某某研究院")
    assert free.raw["confidence"] < cascade.geocode("某某研究院", within="高唐县").raw["confidence"]


def test_zones_are_bounded_by_their_counties(server, gazetteer):
    inside = (116.04, 36.45)
    server.replies = [amap_answer(inside)]
    cascade = Cascade([gazetteer, online("amap", server)])
    assert metres(cascade.geocode("某某研究院", within="371500Z01"), inside) < 0.2
    server.replies = [amap_answer(ELSEWHERE)]
    assert cascade.geocode("某某研究院", within="371500Z01") is None


def test_an_answer_that_says_no_more_is_not_taken(server, gazetteer):
    server.replies = [amap_answer(level="乡镇")]
    location = Cascade([gazetteer, online("amap", server)]).geocode("莘县古云医养院")
    assert location.raw["service"] == "gazetteer"
    assert "says no more than what is known" in location.raw["considered"][0]


def test_the_next_service_is_asked_when_one_fails_or_is_coarse(gazetteer):
    with serving() as first, serving() as second, serving() as third:
        first.replies, second.replies = [amap_error("10003", "DAILY_QUERY_OVER_LIMIT")], [{"status": "101"}]
        third.replies = [baidu_answer()]
        chain = [online("amap", first), online("tianditu", second), online("baidu", third)]
        location = Cascade([gazetteer, *chain]).geocode("莘县古云医养院")
        assert location.raw["service"] == "baidu"
        assert location.address == "莘县古云医养院", "Baidu does not say what it found"
        considered = location.raw["considered"]
        assert "DAILY_QUERY_OVER_LIMIT" in considered[0]
        assert considered[1] == "tianditu: knows no such place"


def test_the_first_precise_answer_ends_the_search(gazetteer):
    with serving() as first, serving() as second:
        first.replies, second.replies = [amap_answer(level="道路")], [tianditu_answer()]
        chain = [gazetteer, online("amap", first), online("tianditu", second)]
        assert Cascade(chain).geocode("莘县古云医养院").raw["service"] == "amap"
        assert len(second.asked) == 1, "5 km are not precise"
        assert Cascade(chain, precise_m=6000).geocode("莘县古云医养院").raw["service"] == "amap"
        assert len(second.asked) == 1


def test_all_offline_is_the_gazetteer(server, gazetteer):
    server.domain = "127.0.0.1:9"
    location = Cascade([gazetteer, online("amap", server), online("tianditu", server)]).geocode(
        "莘县古云医养院"
    )
    assert location.raw["code"] == "371522106"
    assert len(location.raw["considered"]) == 2


def test_a_cascade_needs_the_gazetteer(server):
    with pytest.raises(PlaceError):
        Cascade([online("amap", server)])


# --- the command line --------------------------------------------------------------------


def test_services_take_their_keys_from_the_environment():
    made = services(["amap", "nominatim"], environment={"AMAP_KEY": KEY})
    assert [one.name for one in made] == ["amap", "nominatim"]
    with pytest.raises(ServiceError, match="TIANDITU_KEY"):
        services(["tianditu"], environment={})
    with pytest.raises(ServiceError, match="unknown service 'google'"):
        services(["google"], environment={})


def test_locate_online(server, capsys, monkeypatch, tmp_path):
    server.replies = [amap_answer()]
    variable, _, delay = service_module._MAKERS["amap"]
    monkeypatch.setitem(service_module._MAKERS, "amap", (variable, lambda _: MAKERS["amap"](server), delay))
    monkeypatch.setattr("geo.online.cache.CACHE", tmp_path / "c.sqlite")
    monkeypatch.setattr(ReplyCache.__init__, "__defaults__", (tmp_path / "c.sqlite",))
    monkeypatch.setenv("AMAP_KEY", KEY)
    assert cli.main(["locate", "--online", "amap", "--json", "莘县古云医养院"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["service"], answer["level"]) == ("amap", "site")
    assert (answer["lon"], answer["lat"]) == pytest.approx(SITE, abs=2e-6)
    assert cli.main(["locate", "--online", "amap", "莘县古云医养院"]) == 0
    assert "莘县古云医养院（" in capsys.readouterr().out
    assert len(server.asked) == 1, "the second time from the cache"
    monkeypatch.delenv("AMAP_KEY")
    assert cli.main(["locate", "--online", "amap", "沙镇"]) == 2
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 1
    assert "AMAP_KEY" in err[0]


def test_without_the_option_nothing_is_asked(server, capsys, monkeypatch):
    monkeypatch.setattr("geo.online.service.OnlineService.ask", lambda *_: pytest.fail("asked"))
    assert cli.main(["locate", "--json", "莘县古云医养院"]) == 0
    assert "considered" not in json.loads(capsys.readouterr().out)
