"""Online geocoders, asked only when somebody wants them, and the cascade that asks.

============  =================================================================
``amap``      AMap (高德), a geopy geocoder; geopy has none
``tianditu``  Tianditu (天地图), a geopy geocoder; geopy has none
``baidu``     geopy's Baidu V3, with its datum stated
``service``   a service with its rate limit, retries and cache; keys from the environment
``cache``     answers kept on disk, with expiry
``cascade``   the gazetteer first, then services until an answer is precise enough
============  =================================================================

Every coordinate that leaves this package is WGS 84, and so is every one that goes in.
Keys are read from the environment only and appear in no message, file or cache.
"""

from geo.online.amap import AMap
from geo.online.baidu import Baidu
from geo.online.cascade import Cascade
from geo.online.service import Answer, OnlineService, services
from geo.online.tianditu import Tianditu

__all__ = ["AMap", "Answer", "Baidu", "Cascade", "OnlineService", "Tianditu", "services"]
